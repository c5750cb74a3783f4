using System.Collections.Concurrent;
using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Telemetry.Traffic.Public;

/// <summary>Reads how API calls, error rate and response time of all services have changed, from the roll-ups by hour.</summary>
/// <remarks>A roll-up has a row for each route and hour, so a trend is kept for some minutes, and then only its last days are read again.</remarks>
internal sealed class RequestTrends(TimeProvider clock)
{
    /// <summary>Permission required to see requests.</summary>
    public const string Permission = ServiceRoutes.Read;

    /// <summary>Requests that are reported later than this are not stored, so earlier parts no longer change.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromHours(25);

    /// <summary>After this time the whole range is read again, because telemetry can be deleted.</summary>
    private static readonly TimeSpan s_readAgain = TimeSpan.FromHours(6);

    private static readonly Dictionary<string, IReadOnlyList<decimal?>> s_none = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<TrendRange, KeptTrends> _kept = new();

    /// <returns>
    /// Values by key of the number on Health, oldest first: api_calls per minute, error_rate in percent, response_average in milliseconds. Empty without
    /// requests.
    /// </returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<decimal?>>> Read(TrendRange range, UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        var kept = _kept.GetValueOrDefault(range);
        if (kept is not null && (now - kept.At).Duration() < Lifetime(range))
            return kept.Values;
        var starts = range.Starts(now);
        var earlier = kept is not null && (now - kept.CompleteAt).Duration() < s_readAgain ? kept : null;
        var since = earlier is null ? starts[0] : starts.LastOrDefault(at => at <= now - s_late, starts[0]);
        IReadOnlyList<PartRow> rows =
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
    private static Task<IReadOnlyList<PartRow>> List(DateTimeOffset since, TimeSpan width, UnitOfWork work) =>
        work.List<PartRow>(
            """
            select date_bin(@width, r.bucket_at, '0001-01-01 00:00+00') as at, sum(r.requests)::bigint as requests, sum(r.failed)::bigint as failed,
                   sum(r.duration_ms) as duration_ms
              from telemetry.requests r
             where r.tenant_id = 'tnt_platform' and r.grain = 'hour' and r.bucket_at >= @since
             group by 1
            """,
            new { since, width }
        );

    /// <summary>The last point of a longer range changes more slowly, and more rows are read for it.</summary>
    private static TimeSpan Lifetime(TrendRange range) => TimeSpan.FromMinutes(range is TrendRange.Day or TrendRange.Week ? 1 : 10);

    private static Dictionary<string, IReadOnlyList<decimal?>> Values(
        IReadOnlyList<PartRow> rows,
        IReadOnlyList<DateTimeOffset> starts,
        TimeSpan width,
        DateTimeOffset now
    )
    {
        var known = rows.ToDictionary(row => row.At);
        var (first, last) = (rows.Min(row => row.At), rows.Max(row => row.At));
        return new(StringComparer.Ordinal)
        {
            ["api_calls"] = [.. starts.Select(at => PerMinute(known.GetValueOrDefault(at)?.Requests ?? Missing(at), at))],
            ["error_rate"] = [.. starts.Select(at => known.GetValueOrDefault(at)?.ErrorRate)],
            ["response_average"] = [.. starts.Select(at => known.GetValueOrDefault(at)?.AverageMs)],
        };

        // Between parts with requests there were none. Before the first and after the last one, it is unknown.
        long? Missing(DateTimeOffset at) => at > first && at < last ? 0 : null;

        // The last part is incomplete.
        decimal? PerMinute(long? requests, DateTimeOffset at) =>
            requests is { } count ? Math.Round(count / (decimal)Math.Max(1, Math.Min(width.TotalMinutes, (now - at).TotalMinutes)), 2) : null;
    }

    /// <param name="At">When the last days were read.</param>
    /// <param name="CompleteAt">When the whole range was read.</param>
    private sealed record KeptTrends(
        IReadOnlyList<PartRow> Rows,
        IReadOnlyDictionary<string, IReadOnlyList<decimal?>> Values,
        DateTimeOffset At,
        DateTimeOffset CompleteAt
    );

    private sealed record PartRow(DateTimeOffset At, long Requests, long Failed, double DurationMs)
    {
        public decimal? ErrorRate => RequestRates.ErrorRate(Requests, Failed);

        public decimal? AverageMs => RequestRates.AverageMs(Requests, DurationMs);
    }
}
