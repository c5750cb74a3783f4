using OwnerConsole.Data;
using OwnerConsole.Pure.Histograms;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Reads uptime and latency from the roll-ups.</summary>
internal static class UptimeReader
{
    /// <returns>Uptime by probe. Probes without checks in the last 90 days are left out. A day ends now; longer periods are whole days (UTC) with the current one.</returns>
    public static async Task<IReadOnlyDictionary<string, Uptime>> List(IReadOnlyCollection<string> ids, DateTimeOffset now, UnitOfWork work)
    {
        var rows = await work.List<UptimeRow>(
            """
            select r.probe_id,
                   sum(r.ok) filter (where r.grain = 'hour')::bigint as day_ok, sum(r.failed) filter (where r.grain = 'hour')::bigint as day_failed,
                   sum(r.ok) filter (where r.grain = 'day' and r.bucket_at >= @week)::bigint as week_ok,
                   sum(r.failed) filter (where r.grain = 'day' and r.bucket_at >= @week)::bigint as week_failed,
                   sum(r.ok) filter (where r.grain = 'day' and r.bucket_at >= @month)::bigint as month_ok,
                   sum(r.failed) filter (where r.grain = 'day' and r.bucket_at >= @month)::bigint as month_failed,
                   sum(r.ok) filter (where r.grain = 'day')::bigint as quarter_ok, sum(r.failed) filter (where r.grain = 'day')::bigint as quarter_failed
              from (values ('hour', @day), ('day', @quarter)) g(grain, first)
              join probes.rollups r on r.tenant_id = 'tnt_platform' and r.probe_id = any(@ids) and r.grain = g.grain and r.bucket_at >= g.first
             group by r.probe_id
            """,
            new
            {
                ids = ids.ToArray(),
                day = now - TimeSpan.FromHours(24),
                week = Today(now).AddDays(1 - 7),
                month = TrendRange.Month.Start(now),
                quarter = TrendRange.Quarter.Start(now),
            }
        );
        return rows.ToDictionary(row => row.ProbeId, row => row.Uptime, StringComparer.Ordinal);
    }

    /// <returns>Bars by probe, oldest first, with those that had no checks.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<UptimeBar>>> ListBars(
        IReadOnlyCollection<string> ids,
        TrendRange range,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        var ((count, width), first) = (range.Bars(), range.Start(now));
        var rows = await work.List<BarRow>(
            """
            select r.probe_id, date_bin(@width, r.bucket_at, '0001-01-01 00:00+00') as at, sum(r.ok)::bigint as ok, sum(r.failed)::bigint as failed
              from probes.rollups r
             where r.tenant_id = 'tnt_platform' and r.probe_id = any(@ids) and r.grain = @grain and r.bucket_at >= @first
             group by 1, 2
            """,
            new
            {
                ids = ids.ToArray(),
                width,
                grain = range.Grain(),
                first,
            }
        );
        var starts = Enumerable.Range(0, count).Select(bar => first + (bar * width)).ToList();
        var found = rows.ToLookup(row => row.ProbeId, StringComparer.Ordinal);
        return ids.ToDictionary(id => id, id => Fill(starts, found[id]), StringComparer.Ordinal);
    }

    /// <returns>Latency of the successful checks.</returns>
    public static async Task<LatencyPercentiles> ReadLatency(string id, TrendRange range, DateTimeOffset now, UnitOfWork work)
    {
        var bins = await work.List<BinRow>(
            """
            select l.bin, sum(l.checks)::bigint as checks
              from probes.latencies l
             where l.tenant_id = 'tnt_platform' and l.probe_id = @id and l.grain = @grain and l.bucket_at > @after
             group by l.bin
             order by l.bin
            """,
            new
            {
                id,
                grain = range.LatencyGrain(),
                after = range.Start(now) - TimeSpan.FromHours(1), // the hour in which the first bar starts counts
            }
        );
        var counted = bins.Select(row => (row.Bin, row.Checks)).ToList();
        return new(LatencyHistogram.Percentile(counted, 0.5), LatencyHistogram.Percentile(counted, 0.95), LatencyHistogram.Percentile(counted, 0.99));
    }

    private static DateTimeOffset Today(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    private static IReadOnlyList<UptimeBar> Fill(IReadOnlyList<DateTimeOffset> starts, IEnumerable<BarRow> rows)
    {
        var byStart = rows.ToDictionary(row => row.At);
        return [.. starts.Select(at => byStart.GetValueOrDefault(at) is { } row ? new UptimeBar(at, row.Ok, row.Failed) : new UptimeBar(at, 0, 0))];
    }

    private sealed record BarRow(string ProbeId, DateTimeOffset At, long Ok, long Failed);

    private sealed record BinRow(int Bin, long Checks);

    private sealed record UptimeRow(
        string ProbeId,
        long? DayOk,
        long? DayFailed,
        long? WeekOk,
        long? WeekFailed,
        long? MonthOk,
        long? MonthFailed,
        long? QuarterOk,
        long? QuarterFailed
    )
    {
        public Uptime Uptime => new(Share(DayOk, DayFailed), Share(WeekOk, WeekFailed), Share(MonthOk, MonthFailed), Share(QuarterOk, QuarterFailed));

        /// <summary>Rounded down, so that 100% means that no check has failed.</summary>
        private static decimal? Share(long? ok, long? failed) =>
            (ok ?? 0) + (failed ?? 0) is var checks and > 0 ? decimal.Floor((ok ?? 0) * 10_000m / checks) / 100 : null;
    }
}

/// <summary>Share of the checks that succeeded, in percent with two decimals; null if there were none.</summary>
/// <param name="Day">Of the last 24 hours.</param>
/// <param name="Week">Of the last 7 days (UTC), including today.</param>
/// <param name="Month">Of the last 30 days (UTC), including today.</param>
/// <param name="Quarter">Of the last 90 days (UTC), including today.</param>
public sealed record Uptime(decimal? Day, decimal? Week, decimal? Month, decimal? Quarter)
{
    internal static readonly Uptime None = new(null, null, null, null);
}

/// <summary>Checks in a part of a period.</summary>
/// <param name="At">Start of the part.</param>
/// <param name="Ok">Checks that succeeded.</param>
/// <param name="Failed">Checks that failed.</param>
public sealed record UptimeBar(DateTimeOffset At, long Ok, long Failed);

/// <summary>Latency of successful checks in milliseconds, off by at most 10%; null if there were none.</summary>
/// <param name="P50">Half of the checks took at most this long.</param>
/// <param name="P95">95% of the checks took at most this long.</param>
/// <param name="P99">99% of the checks took at most this long.</param>
public sealed record LatencyPercentiles(int? P50, int? P95, int? P99);
