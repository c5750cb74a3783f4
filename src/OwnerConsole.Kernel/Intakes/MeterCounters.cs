using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Adds up what enforced meters have counted beside the events. What they stand at, <c>core.meter_totals</c>, is the same before and after.</summary>
public sealed class MeterCounters(Database database, TimeProvider clock)
{
    /// <summary>Whoever asks what a meter stands at reads what is not added up yet. A tenant that is busy costs one line then, not one for each statement of this time.</summary>
    private static readonly TimeSpan s_often = TimeSpan.FromSeconds(2);

    /// <summary>Tenants in one transaction.</summary>
    private const int AtOnce = 10_000;

    private long _last = clock.GetTimestamp();

    /// <returns>true when there may be more</returns>
    public async Task<bool> AddUp(CancellationToken stop)
    {
        if (clock.GetElapsedTime(_last) < s_often)
            return false;
        var tenants = await Counted(stop);
        if (tenants.Count > 0)
        {
            await using var work = await database.Write(Door.Intake("meters.add_up"), tenants, stop);
            await work.Do(
                """
                with taken as (delete from core.meter_additions returning tenant_id, meter, period, used) -- of the tenants that are named: nobody sees others
                insert into core.meter_counters as c (tenant_id, meter, period, used)
                select tenant_id, meter, period, sum(used) from taken group by 1, 2, 3 order by 1, 2, 3
                on conflict (tenant_id, meter, period) do update set used = c.used + excluded.used
                """
            );
            await work.Commit();
        }
        if (tenants.Count == AtOnce)
            return true;
        _last = clock.GetTimestamp();
        return false;
    }

    private async Task<IReadOnlyList<string>> Counted(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>("select distinct tenant_id from core.meter_additions limit @AtOnce", new { AtOnce });
    }
}
