using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Billing periods in Unix seconds, counted from an anchor so that the day of the month survives short months.</summary>
internal static class Periods
{
    public const long Day = 86_400;
    public const long Hour = 3_600;

    /// <returns>First boundary after an instant, which can be before the anchor.</returns>
    public static long Next(long anchor, long after, JsonObject price)
    {
        var (interval, count) = Interval(price);
        var length = count * (after < anchor ? Shortest(interval) : Longest(interval)); // so that the search starts too early, never too late
        for (var steps = (int)((after - anchor) / length) - 1; ; steps++)
            if (Add(anchor, interval, count * steps) is var boundary && boundary > after)
                return boundary;
    }

    /// <returns>Last boundary before an instant.</returns>
    public static long Previous(long anchor, long before, JsonObject price)
    {
        var (interval, count) = Interval(price);
        var boundary = Next(anchor, before - (2 * count * Longest(interval)), price);
        while (Next(anchor, boundary, price) is var next && next < before)
            boundary = next;
        return boundary;
    }

    public static long Add(long instant, string? interval, int count)
    {
        var from = DateTimeOffset.FromUnixTimeSeconds(instant);
        var to = interval switch
        {
            "day" => from.AddDays(count),
            "week" => from.AddDays(7 * count),
            "year" => from.AddYears(count),
            _ => from.AddMonths(count),
        };
        return to.ToUnixTimeSeconds();
    }

    private static (string? Interval, int Count) Interval(JsonObject price) =>
        (price.At("recurring.interval"), (int)(price.Object("recurring").Number("interval_count") ?? 1));

    private static long Longest(string? interval) =>
        interval switch
        {
            "day" => Day,
            "week" => 7 * Day,
            "year" => 366 * Day,
            _ => 31 * Day,
        };

    private static long Shortest(string? interval) =>
        interval switch
        {
            "year" => 365 * Day,
            "month" => 28 * Day,
            _ => Longest(interval),
        };
}
