using OwnerConsole.Data;
using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Requests of all services in five minutes.</summary>
/// <param name="Requests">Number of requests.</param>
/// <param name="Failed">Number of requests that failed.</param>
/// <param name="DurationMs">Sum of their durations.</param>
/// <param name="P95Ms">95% of the requests took at most this long, off by at most 10%; null if there were none.</param>
internal sealed record RecentRequests(long Requests, long Failed, double DurationMs, int? P95Ms)
{
    public const int Minutes = 5;

    public decimal PerMinute => Math.Round(Requests / (decimal)Minutes, 2);

    /// <summary>In percent; null if there were no requests.</summary>
    public decimal? ErrorRate => RequestRates.ErrorRate(Requests, Failed);

    /// <summary>Null if there were no requests.</summary>
    public decimal? AverageMs => RequestRates.AverageMs(Requests, DurationMs);

    /// <param name="end">End of the last of the five minutes. Minutes are kept for two days.</param>
    public static async Task<RecentRequests> Read(DateTimeOffset end, UnitOfWork work)
    {
        var args = new { first = end.AddMinutes(-Minutes), end };
        var sums = await work.One<SumRow>(
            """
            select coalesce(sum(requests), 0)::bigint as requests, coalesce(sum(failed), 0)::bigint as failed, coalesce(sum(duration_ms), 0) as duration_ms
              from telemetry.requests
             where tenant_id = 'tnt_platform' and grain = 'minute' and bucket_at >= @first and bucket_at < @end
            """,
            args
        );
        var bins = await work.List<BinRow>(
            """
            select bin, sum(requests)::bigint as requests from telemetry.latencies
             where tenant_id = 'tnt_platform' and grain = 'minute' and bucket_at >= @first and bucket_at < @end
             group by bin order by bin
            """,
            args
        );
        var percentile = LatencyHistogram.Percentile([.. bins.Select(row => (row.Bin, row.Requests))], 0.95);
        return new(sums!.Requests, sums.Failed, sums.DurationMs, percentile); // an aggregate query always returns a row
    }

    /// <returns>Start of the last minute with a request, or of the last hour if it was more than two days ago; null if there was none.</returns>
    public static Task<DateTimeOffset?> FindLast(DateTimeOffset now, UnitOfWork work) =>
        work.One<DateTimeOffset?>(
            """
            select coalesce(
              (select bucket_at from telemetry.requests where tenant_id = 'tnt_platform' and grain = 'minute' and bucket_at <= @now order by bucket_at desc limit 1),
              (select bucket_at from telemetry.requests where tenant_id = 'tnt_platform' and grain = 'hour' and bucket_at <= @now order by bucket_at desc limit 1))
            """,
            new { now }
        );

    private sealed record BinRow(int Bin, long Requests);

    private sealed record SumRow(long Requests, long Failed, double DurationMs);
}
