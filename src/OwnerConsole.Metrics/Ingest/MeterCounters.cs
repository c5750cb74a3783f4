using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Aggregates the additions that enforced meters recorded per statement. The totals in <c>core.meter_totals</c> stay the same.</summary>
public sealed class MeterCounters(Database database, TimeProvider clock)
{
    /// <summary>
    /// Readers of a total also read the additions that are not aggregated yet. With this interval, a busy tenant has one row instead of one per
    /// statement.
    /// </summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    /// <summary>Maximum number of rows per transaction, so that a backlog of a day does not delay event processing.</summary>
    public int BatchSize { get; init; } = 100_000;

    private long _last = clock.GetTimestamp();

    /// <returns>True if there may be more to do.</returns>
    public async Task<bool> Compact(CancellationToken stop)
    {
        if (clock.GetElapsedTime(_last) < s_interval)
            return false;
        var tenants = await FindCounted(stop);
        if (tenants.Count > 0 && await Add(tenants, stop) == BatchSize)
            return true;
        _last = clock.GetTimestamp();
        return false;
    }

    private async Task<IReadOnlyList<string>> FindCounted(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>(
            "select distinct tenant_id from (select tenant_id from core.meter_additions limit @AtOnce) a",
            new { AtOnce = BatchSize }
        );
    }

    /// <returns>The number of aggregated rows of the given tenants.</returns>
    private async Task<long> Add(IReadOnlyCollection<string> tenants, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("meters.add_up"), tenants, stop);
        var lines = await work.One<long>(
            """
            with taken as (
              delete from core.meter_additions
               where ctid = any(array(select ctid from core.meter_additions limit @AtOnce))
              returning tenant_id, meter, period, used),
            added as (
              insert into core.meter_counters as c (tenant_id, meter, period, used)
              select tenant_id, meter, period, sum(used) from taken group by 1, 2, 3 order by 1, 2, 3
              on conflict (tenant_id, meter, period) do update set used = c.used + excluded.used)
            select count(*) from taken
            """,
            new { AtOnce = BatchSize }
        );
        await work.Commit();
        return lines;
    }
}
