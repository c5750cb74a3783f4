using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Days on which a mute time starts.</summary>
public enum MuteDays
{
    EveryDay,
    Weekdays,
    Weekend,
}

/// <summary>A time in which alerts of a severity send no notifications. They are sent at its end if they are still firing.</summary>
/// <param name="Severity">Severity of the alerts.</param>
/// <param name="Days">Days on which it starts.</param>
/// <param name="From">Start in the reporting time zone, as HH:mm.</param>
/// <param name="To">End in the reporting time zone, as HH:mm. If it is not after the start, it is on the next day.</param>
public sealed record AlertMuteTime(
    [Description("Severity of the alerts.")] AlertSeverity Severity,
    [Description("Days on which it starts.")] MuteDays Days,
    [StringLength(5)] [Description("Start in the reporting time zone, such as 18:00.")] string From,
    [StringLength(5)] [Description("End in the reporting time zone, such as 08:00. If it is not after the start, it is on the next day.")] string To
)
{
    private static readonly DayOfWeek[] s_weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    internal AlertMuteTime Normalize() => this with { From = From.Trim(), To = To.Trim() };

    /// <param name="zone">IANA time zone.</param>
    /// <returns>Null if a time is invalid.</returns>
    internal MuteTime? Compile(string zone) =>
        Time(From) is { } from && Time(To) is { } to
            ? MuteTime.Find(
                [.. Enum.GetValues<DayOfWeek>().Where(day => Days is MuteDays.EveryDay || s_weekend.Contains(day) == Days is MuteDays.Weekend)],
                from,
                to,
                zone
            )
            : null;

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
