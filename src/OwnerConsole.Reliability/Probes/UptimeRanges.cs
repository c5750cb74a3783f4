using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Bars and buckets of the ranges of uptime.</summary>
internal static class UptimeRanges
{
    /// <summary>Number and length of its bars.</summary>
    public static (int Count, TimeSpan Width) Bars(this TrendRange range) =>
        range switch
        {
            TrendRange.Day => (48, TimeSpan.FromMinutes(30)),
            TrendRange.Week => (28, TimeSpan.FromHours(6)),
            TrendRange.Month => (30, TimeSpan.FromDays(1)),
            _ => (90, TimeSpan.FromDays(1)),
        };

    /// <summary>Length of the buckets that its bars are summed from.</summary>
    public static string Grain(this TrendRange range) =>
        range switch
        {
            TrendRange.Day => "five_minutes",
            TrendRange.Week => "hour",
            _ => "day",
        };

    /// <summary>Length of the buckets of its latency.</summary>
    public static string LatencyGrain(this TrendRange range) => range is TrendRange.Day or TrendRange.Week ? "hour" : "day";

    /// <summary>Start of its first bar. The last bar includes now.</summary>
    public static DateTimeOffset Start(this TrendRange range, DateTimeOffset now)
    {
        var (count, width) = range.Bars();
        return FixedBuckets.StartOf(now, width) - ((count - 1) * width);
    }
}
