using System.Globalization;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>Cuts by the local clock, for whatever is kept by the quarter of an hour or by instants: the hour of the day, 0 to 23, and the day of the week, 1 to 7 from Monday on.</summary>
internal static class ClockDimension
{
    private const string Hour = "hour";
    private const string Weekday = "weekday";

    public static IReadOnlyList<string> All { get; } = [Hour, Weekday];

    public static bool IsOne(string name) => name is Hour or Weekday;

    public static string Value(string name, Bucket hour) =>
        (name == Hour ? hour.StartsAt.Hour : ((int)hour.StartsAt.DayOfWeek + 6) % 7 + 1).ToString(CultureInfo.InvariantCulture);
}
