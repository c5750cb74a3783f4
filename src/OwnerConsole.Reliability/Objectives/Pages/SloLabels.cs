using System.Globalization;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Objectives.Pages;

/// <summary>Words and numbers of SLOs on pages.</summary>
internal static class SloLabels
{
    public static string Period(ObjectivePeriod period) =>
        period switch
        {
            ObjectivePeriod.SevenDays => "7 days",
            ObjectivePeriod.FourWeeks => "28 days",
            ObjectivePeriod.NinetyDays => "90 days",
            ObjectivePeriod.CalendarMonth => "Calendar month",
            ObjectivePeriod.CalendarQuarter => "Calendar quarter",
            ObjectivePeriod.CalendarYear => "Calendar year",
            _ => "30 days",
        };

    /// <returns>A dash without events.</returns>
    public static string Rate(decimal? rate) => rate is { } number ? number.ToString("#,0.##", CultureInfo.InvariantCulture) : "–";

    /// <returns>Rest of the budget in percent, at least 0; null without events.</returns>
    public static decimal? Remaining(ErrorBudget budget) => budget.ConsumedPercent is { } consumed ? Math.Max(0, 100 - consumed) : null;

    public static string Minutes(decimal minutes) => minutes.ToString("#,0.##", CultureInfo.InvariantCulture) + " min";

    public static (Glyph Glyph, Tone Tone, string Word) Badge(SloView slo) =>
        slo switch
        {
            { Events: 0 } => (Glyph.Clock, Tone.Plain, "No data"),
            { Budget.IsExhausted: true } => (Glyph.Cross, Tone.Bad, "Budget exhausted"),
            { Budget.IsBreached: true } => (Glyph.Warning, Tone.Bad, "Below target"),
            _ when slo.BurnRates.All(burn => burn.Events == 0) => (Glyph.Clock, Tone.Plain, "No recent data"),
            { ExhaustedAt: not null } => (Glyph.Warning, Tone.Soon, "At risk"),
            _ => (Glyph.Check, Tone.Good, "On target"),
        };

    /// <returns>Why no exhaustion is projected.</returns>
    public static string NotProjected(SloView slo) =>
        slo.BurnRates.First(burn => burn.Window is BurnWindow.SixHours).Events < slo.MinEvents
            ? $"Unknown: too few {slo.Kind.Event()}s in the last 6 hours"
            : "Not at the rate of the last 6 hours";

    /// <returns>What is measured, as a phrase.</returns>
    public static string Indicator(SloView slo) =>
        slo.Kind switch
        {
            SloKind.ProbeSuccess => "Successful checks",
            SloKind.RequestSuccess => $"Requests of {Source(slo)} without error",
            _ => $"Requests of {Source(slo)} within {Wording.Number(slo.MeasuredMs ?? 0)} ms",
        };

    /// <returns>Steps of a chart by day.</returns>
    public static IReadOnlyList<ChartStep> Steps(IReadOnlyList<SloDay> days) =>
        [
            .. days.Select(
                (day, place) =>
                    new ChartStep(
                        day.Day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture),
                        day.Day.ToString("d MMM", CultureInfo.InvariantCulture),
                        place == days.Count - 1,
                        null
                    )
            ),
        ];

    private static string Source(SloView slo) => slo.Route is { } route ? $"{slo.Service} {route}" : slo.Service ?? "";
}
