using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OwnerConsole.Pure.Periods;

/// <summary>Hours of a week in which a team works, in its time zone.</summary>
/// <param name="TimeZone">IANA time zone, such as Europe/Zurich.</param>
/// <param name="Days">Hours by weekday. A weekday can have several.</param>
/// <param name="Holidays">Dates without business hours, in order.</param>
public sealed record BusinessHours(string TimeZone, IReadOnlyList<BusinessDay> Days, IReadOnlyList<DateOnly> Holidays)
{
    /// <returns>Whether both have the same time zone, hours and holidays, or neither exists.</returns>
    public static bool AreSame(BusinessHours? one, BusinessHours? other) =>
        one is null || other is null
            ? one is null && other is null
            : one.TimeZone == other.TimeZone && one.Days.SequenceEqual(other.Days) && one.Holidays.SequenceEqual(other.Holidays);
}

/// <summary>Business hours that start on a weekday.</summary>
/// <param name="Day">Weekday on which they start.</param>
/// <param name="From">Local time at which they start, as HH:mm.</param>
/// <param name="To">Local time at which they end, as HH:mm, or 24:00. If it is before the start, it is on the next day.</param>
public sealed record BusinessDay(
    [Description("Weekday on which the hours start.")] DayOfWeek Day,
    [StringLength(5)] [Description("Local time at which the hours start, such as 09:00.")] string From,
    [StringLength(5)]
    [Description("Local time at which the hours end, such as 17:00, or 24:00 for midnight. If it is before the start, it is on the next day.")]
        string To
);
