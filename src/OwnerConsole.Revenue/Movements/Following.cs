using System.Diagnostics;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Rewrites the movements of tenants whose plans, lifecycle or prices changed, up to 200 tenants at a time.</summary>
internal sealed class Following(Database database) : IWorkKind
{
    private const int Together = 200;

    /// <summary>Maximum duration of one turn, shorter than the lease of a lane.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);

    public string Name => "movements.follow";

    public TimeSpan? Every => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        await Rollup.Cut(database, stop);
        await Due(stop);
        for (var began = Stopwatch.GetTimestamp(); await Plan(stop) || await Tenants(stop); )
        {
            if (Stopwatch.GetElapsedTime(began) > Turn)
                return WorkOutcome.Again(TimeSpan.Zero);
        }
        return WorkOutcome.Over;
    }

    /// <summary>Applies prices whose date has come. Nothing else triggers this, because no fact is written on that day.</summary>
    private async Task Due(CancellationToken stop)
    {
        await using (var reading = await database.Read(stop))
            if (!await reading.One<bool>("select exists (select from core.plan_prices where due_at <= now())"))
                return;
        await using var work = await database.Write(Door.Intake(Name), [IdSource.Platform], stop);
        await work.FallDue();
        await work.Commit();
    }

    /// <summary>Rewrites the next subscribers of a plan whose price changed.</summary>
    /// <returns>false if no plan's price changed.</returns>
    private async Task<bool> Plan(CancellationToken stop)
    {
        if (await Next(stop) is not var (plan, holders))
            return false;
        await using var work = await database.Write(Door.Intake(Name), [.. holders, IdSource.Platform], stop);
        if (holders.Count > 0)
        {
            await Recounting.Write(holders, work);
            await work.Reach(plan, holders[^1]);
        }
        else
            await work.TakeDirt(plan);
        await work.Commit();
        return true;
    }

    private async Task<(MoneyDirt.Plan Plan, IReadOnlyList<string> Holders)?> Next(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        if (await MoneyDirt.Plans(reading) is not [var plan, ..])
            return null;
        var holders = await reading.List<string>(
            "select distinct tenant_id from core.plan_items where plan = @Key and tenant_id > @Reached order by tenant_id limit @most",
            new
            {
                plan.Key,
                plan.Reached,
                most = Together,
            }
        );
        return (plan, holders);
    }

    /// <returns>false if no tenant is left.</returns>
    private async Task<bool> Tenants(CancellationToken stop)
    {
        var ids = await Soiled(stop);
        if (ids.Count == 0)
            return false;
        await using var work = await database.Write(Door.Intake(Name), [.. ids, IdSource.Platform], stop);
        await Recounting.Write(ids, work);
        await work.Commit();
        return true;
    }

    private async Task<IReadOnlyList<string>> Soiled(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await MoneyDirt.Tenants(Together, reading);
    }
}
