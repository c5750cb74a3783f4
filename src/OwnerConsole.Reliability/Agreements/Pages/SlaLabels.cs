using System.Globalization;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Agreements.Pages;

/// <summary>Words and numbers of SLAs on pages.</summary>
internal static class SlaLabels
{
    public static string State(SlaState state) =>
        state switch
        {
            SlaState.Met => "Met",
            SlaState.AtRisk => "At risk",
            SlaState.Breached => "Breached",
            _ => "Too few events",
        };

    public static string Time(SlaResultTime time) =>
        time switch
        {
            SlaResultTime.Closed => "Closed periods",
            SlaResultTime.All => "All periods",
            _ => "Current periods",
        };

    public static string Period(SlaPeriod period) =>
        period switch
        {
            SlaPeriod.Day => "Day",
            SlaPeriod.Week => "Week",
            SlaPeriod.Quarter => "Quarter",
            SlaPeriod.Year => "Year",
            _ => "Month",
        };

    /// <returns>What an SLA measures, with its time limit if it has one, such as First reply within 4 business hours.</returns>
    public static string Measures(SlaView sla) =>
        sla.WithinMinutes is { } minutes ? $"{sla.Kind.Title()} within {Limit(minutes, sla.BusinessHours is not null)}" : sla.Kind.Title();

    /// <returns>Hours by weekday with their time zone and number of holidays.</returns>
    public static string Hours(BusinessHours hours)
    {
        var times = hours
            .Days.GroupBy(day => (day.From, day.To))
            .Select(same => $"{string.Join(", ", same.Select(day => day.Day.ToString()[..3]))} {same.Key.From} to {same.Key.To}");
        var holidays = hours.Holidays.Count > 0 ? $", {Wording.Count(hours.Holidays.Count, "holiday")}" : "";
        return $"{string.Join(", ", times)} ({hours.TimeZone}){holidays}";
    }

    /// <returns>Actual share of a result; says that no ticket counts for an SLA that is met without any. Until the period is closed, open ones can still count.</returns>
    public static string Actual(SlaResultView result) =>
        result is not { Actual: null, State: SlaState.Met } ? Wording.Percent(result.Actual)
        : result.ClosedAt is null ? "No tickets due"
        : "No tickets";

    /// <returns>First and last day of a period; one day for a day.</returns>
    public static string Days(DateOnly first, DateOnly last) => first == last ? Day(last) : $"{Day(first)} to {Day(last)}";

    /// <returns>The credit that was given, or the percentage that can be given; a dash for none.</returns>
    public static string Credit(SlaResultView result) =>
        result.Credit?.ToString()
        ?? (
            result.IsCredited ? "Given"
            : result.CreditPercent > 0 ? Wording.Percent(result.CreditPercent)
            : "–"
        );

    public static (Glyph Glyph, Tone Tone) Look(SlaState state) =>
        state switch
        {
            SlaState.Met => (Glyph.Check, Tone.Good),
            SlaState.AtRisk => (Glyph.Warning, Tone.Soon),
            SlaState.Breached => (Glyph.Cross, Tone.Bad),
            _ => (Glyph.Clock, Tone.Plain),
        };

    /// <returns>The day in ISO 8601.</returns>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Limit(int minutes, bool isBusiness)
    {
        var (count, unit) = minutes % 60 == 0 ? (minutes / 60, "hour") : (minutes, "minute");
        return Wording.Count(count, isBusiness ? $"business {unit}" : unit);
    }

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
