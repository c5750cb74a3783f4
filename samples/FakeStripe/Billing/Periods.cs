using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Billing periods in Unix seconds, counted from an anchor so that the day of the month survives short months.</summary>
internal static class Periods
{
    public const long Day = 86_400;
    public const long Hour = 3_600;

    /// <returns>First boundary after an instant.</returns>
    public static long Next(long anchor, long after, JsonObject price)
    {
        var (interval, count) = (price.At("recurring.interval"), (int)(price.Object("recurring").Number("interval_count") ?? 1));
        var steps = (int)((after - anchor) / Length(interval, count)) - 1;
        for (; ; steps++)
            if (Add(anchor, interval, count * steps) is var boundary && boundary > after)
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

    /// <returns>Longest length in seconds.</returns>
    private static long Length(string? interval, int count) =>
        count
        * (
            interval switch
            {
                "day" => Day,
                "week" => 7 * Day,
                "year" => 366 * Day,
                _ => 31 * Day,
            }
        );
}
