using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Properties of the ranges of trends.</summary>
internal static class ResourceRanges
{
    /// <summary>Number and length of its points.</summary>
    public static (int Count, TimeSpan Width) Points(this TrendRange range) =>
        range switch
        {
            TrendRange.Day => (24, TimeSpan.FromHours(1)),
            TrendRange.Week => (28, TimeSpan.FromHours(6)),
            TrendRange.Month => (30, TimeSpan.FromDays(1)),
            _ => (90, TimeSpan.FromDays(1)),
        };

    /// <summary>Length of the buckets that its points are calculated from.</summary>
    public static string Grain(this TrendRange range) => range is TrendRange.Day or TrendRange.Week ? "hour" : "day";

    /// <returns>Starts of its points, oldest first. The last one includes now.</returns>
    public static IReadOnlyList<DateTimeOffset> Starts(this TrendRange range, DateTimeOffset now)
    {
        var (count, width) = range.Points();
        var last = FixedBuckets.StartOf(now, width);
        return [.. Enumerable.Range(1 - count, count).Select(point => last + (point * width))];
    }
}
