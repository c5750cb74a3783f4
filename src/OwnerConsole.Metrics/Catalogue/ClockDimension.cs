using System.Globalization;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>
/// Groups by local time, for data stored per quarter of an hour or by instant: hour of the day (0 to 23) and day of the week (1 to 7, starting on
/// Monday).
/// </summary>
internal static class ClockDimension
{
    private const string Hour = "hour";
    private const string Weekday = "weekday";

    public static IReadOnlyList<string> All { get; } = [Hour, Weekday];

    public static bool IsOne(string name) => name is Hour or Weekday;

    public static string Value(string name, Bucket hour) =>
        (name == Hour ? hour.StartsAt.Hour : Zone.DaysSinceMonday(hour.StartsAt.DayOfWeek) + 1).ToString(CultureInfo.InvariantCulture);
}
