using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Adds up what enforced meters have counted beside the events. What they stand at, <c>core.meter_totals</c>, is the same before and after.</summary>
public sealed class MeterCounters(Database database, TimeProvider clock)
{
    /// <summary>Whoever asks what a meter stands at reads what is not added up yet. A tenant that is busy costs one line then, not one for each statement of this time.</summary>
    private static readonly TimeSpan s_often = TimeSpan.FromSeconds(2);

    /// <summary>Lines in one transaction: what came in while nobody added up, for a day perhaps, is not to keep folding from its turn.</summary>
    public int AtOnce { get; init; } = 100_000;

    private long _last = clock.GetTimestamp();

    /// <returns>true when there may be more</returns>
    public async Task<bool> AddUp(CancellationToken stop)
    {
        if (clock.GetElapsedTime(_last) < s_often)
            return false;
        var tenants = await Counted(stop);
        if (tenants.Count > 0 && await Add(tenants, stop) == AtOnce)
            return true;
        _last = clock.GetTimestamp();
        return false;
    }

    private async Task<IReadOnlyList<string>> Counted(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>("select distinct tenant_id from (select tenant_id from core.meter_additions limit @AtOnce) a", new { AtOnce });
    }

    /// <returns>lines that were added up, of the tenants that are named: nobody sees others</returns>
    private async Task<long> Add(IReadOnlyCollection<string> tenants, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("meters.add_up"), tenants, stop);
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
            new { AtOnce }
        );
        await work.Commit();
        return lines;
    }
}
