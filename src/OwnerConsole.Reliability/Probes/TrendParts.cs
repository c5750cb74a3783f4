using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Parts of a range for trends of numbers that are stored by hour.</summary>
internal static class TrendParts
{
    /// <returns>Starts of the parts, oldest first, and their length in whole hours. The last part includes now.</returns>
    public static (IReadOnlyList<DateTimeOffset> Starts, TimeSpan Width) Of(TrendRange range, DateTimeOffset now)
    {
        var (count, width) = range is TrendRange.Day ? (24, TimeSpan.FromHours(1)) : range.Bars();
        var first = FixedBuckets.StartOf(now, width) - ((count - 1) * width);
        return ([.. Enumerable.Range(0, count).Select(part => first + (part * width))], width);
    }
}
