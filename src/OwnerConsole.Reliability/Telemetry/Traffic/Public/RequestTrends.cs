using System.Collections.Concurrent;
using OwnerConsole.Data;
using OwnerConsole.Pure.Histograms;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Telemetry.Traffic.Public;

/// <summary>Reads how API calls, error rate and response times of all services have changed, from the roll-ups by hour.</summary>
/// <remarks>Roll-ups have rows for each route and hour, so a trend is kept for some minutes, and then only its last days are read again.</remarks>
internal sealed class RequestTrends(TimeProvider clock)
{
    /// <summary>Permission required to see requests.</summary>
    public const string Permission = ServiceRoutes.Read;

    /// <summary>Requests that are reported later than this are not stored, so earlier parts no longer change.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromHours(25);

    /// <summary>After this time the whole range is read again, because telemetry can be deleted.</summary>
    private static readonly TimeSpan s_readAgain = TimeSpan.FromHours(6);

    private static readonly Dictionary<string, IReadOnlyList<NumberPoint>> s_none = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<TrendRange, KeptTrends> _kept = new();

    /// <returns>
    /// Values by key of the number on Health, oldest first: api_calls per minute, error_rate in percent, response_average and response_p95 in
    /// milliseconds. Empty without requests.
    /// </returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>>> Read(TrendRange range, UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        var kept = _kept.GetValueOrDefault(range);
        if (kept is not null && (now - kept.At).Duration() < Lifetime(range))
            return kept.Values;
        var starts = range.Starts(now);
        var earlier = kept is not null && (now - kept.CompleteAt).Duration() < s_readAgain ? kept : null;
        var since = earlier is null ? starts[0] : starts.LastOrDefault(at => at <= now - s_late, starts[0]);
        IReadOnlyList<TrafficPart> rows =
        [
            .. earlier?.Rows.Where(row => row.At >= starts[0] && row.At < since) ?? [],
            .. await List(since, range.Points().Width, work),
        ];
        if (rows.Count == 0)
            return s_none; // not kept, so that the first requests are shown at once
        var values = Values(rows, starts, range.Points().Width, now);
        _kept[range] = new(rows, values, now, earlier?.CompleteAt ?? now);
        return values;
    }

    /// <param name="since">Start of a part.</param>
    private static async Task<IReadOnlyList<TrafficPart>> List(DateTimeOffset since, TimeSpan width, UnitOfWork work)
    {
        var args = new { since, width };
        var sums = await work.List<SumRow>(
            """
            select date_bin(@width, r.bucket_at, '0001-01-01 00:00+00') as at, sum(r.requests)::bigint as requests, sum(r.failed)::bigint as failed,
                   sum(r.duration_ms) as duration_ms
              from telemetry.requests r
             where r.tenant_id = 'tnt_platform' and r.grain = 'hour' and r.bucket_at >= @since
             group by 1
            """,
            args
        );
        var bins = (
            await work.List<BinRow>(
                """
                select date_bin(@width, l.bucket_at, '0001-01-01 00:00+00') as at, l.bin, sum(l.requests)::bigint as requests
                  from telemetry.latencies l
                 where l.tenant_id = 'tnt_platform' and l.grain = 'hour' and l.bucket_at >= @since
                 group by 1, 2 order by 1, 2
                """,
                args
            )
        ).ToLookup(row => row.At, row => (row.Bin, row.Requests));
        return
        [
            .. sums.Select(row => new TrafficPart(
                row.At,
                row.Requests,
                RequestRates.ErrorRate(row.Requests, row.Failed),
                RequestRates.AverageMs(row.Requests, row.DurationMs),
                LatencyHistogram.Percentile([.. bins[row.At]], 0.95)
            )),
        ];
    }

    /// <summary>The last point of a longer range changes more slowly, and more rows are read for it.</summary>
    private static TimeSpan Lifetime(TrendRange range) => TimeSpan.FromMinutes(range is TrendRange.Day or TrendRange.Week ? 1 : 10);

    private static Dictionary<string, IReadOnlyList<NumberPoint>> Values(
        IReadOnlyList<TrafficPart> rows,
        IReadOnlyList<DateTimeOffset> starts,
        TimeSpan width,
        DateTimeOffset now
    )
    {
        var known = rows.ToDictionary(row => row.At);
        var (first, last) = (rows.Min(row => row.At), rows.Max(row => row.At));
        return new(StringComparer.Ordinal)
        {
            ["api_calls"] = Points(at => PerMinute(known.GetValueOrDefault(at)?.Requests ?? Missing(at), at)),
            ["error_rate"] = Points(at => known.GetValueOrDefault(at)?.ErrorRate),
            ["response_average"] = Points(at => known.GetValueOrDefault(at)?.AverageMs),
            ["response_p95"] = Points(at => known.GetValueOrDefault(at)?.P95Ms),
        };

        IReadOnlyList<NumberPoint> Points(Func<DateTimeOffset, decimal?> value) => [.. starts.Select(at => new NumberPoint(at, value(at)))];

        // Between parts with requests there were none. Before the first and after the last one, it is unknown.
        long? Missing(DateTimeOffset at) => at > first && at < last ? 0 : null;

        // The last part is incomplete.
        decimal? PerMinute(long? requests, DateTimeOffset at) =>
            requests is { } count ? Math.Round(count / (decimal)Math.Max(1, Math.Min(width.TotalMinutes, (now - at).TotalMinutes)), 2) : null;
    }

    /// <param name="At">When the last days were read.</param>
    /// <param name="CompleteAt">When the whole range was read.</param>
    private sealed record KeptTrends(
        IReadOnlyList<TrafficPart> Rows,
        IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>> Values,
        DateTimeOffset At,
        DateTimeOffset CompleteAt
    );

    private sealed record BinRow(DateTimeOffset At, int Bin, long Requests);

    private sealed record SumRow(DateTimeOffset At, long Requests, long Failed, double DurationMs);

    /// <summary>Requests in a part of the range.</summary>
    /// <param name="P95Ms">From the summed histogram of the part, because percentiles of hours or routes can't be averaged.</param>
    private sealed record TrafficPart(DateTimeOffset At, long Requests, decimal? ErrorRate, decimal? AverageMs, int? P95Ms);
}
