using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Rewrites the movements of tenants whose subscriptions, plans, lifecycle or prices changed, and applies restatements, up to 200 tenants at a time.</summary>
internal sealed class MovementProjector(Database database) : IWorkHandler
{
    /// <summary>Lane in which it is executed.</summary>
    public const string Lane = $"every:{Kind}";

    private const string Kind = "movements.follow";

    private const int BatchSize = 200;

    /// <summary>Maximum duration of one turn, shorter than the lease of a lane.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(20);

    public string Name => Kind;

    public string Title => "Update MRR movements";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await MonthlyMrrRollup.RebuildIfZoneChanged(database, stop);
        await Conversions.MarkIfChanged(database, stop);
        await Differences.MarkIfChanged(database, stop);
        await ApplyDuePrices(stop);
        for (
            var began = Stopwatch.GetTimestamp();
            await PendingRestatement.ApplyNext(Name, BatchSize, database, stop) || await RebuildNextGroup(stop) || await RebuildStaleTenants(stop);

        )
        {
            if (Stopwatch.GetElapsedTime(began) > MaxDuration)
                return WorkOutcome.Reschedule(TimeSpan.Zero);
        }
        return WorkOutcome.Completed;
    }

    /// <summary>Applies prices whose date has come. Nothing else triggers this, because no fact is written on that day.</summary>
    private async Task ApplyDuePrices(CancellationToken stop)
    {
        await using (var reading = await database.Read(stop))
            if (!await reading.One<bool>("select exists (select from core.plan_prices where due_at <= now())"))
                return;
        await using var work = await database.Write(WriteOrigin.Intake(Name), [IdGenerator.Platform], stop);
        await work.ApplyDuePrices();
        await work.Commit();
    }

    /// <summary>Rewrites the next tenants of a plan whose price changed, of a price that was mapped to another plan, or of a currency whose rates changed.</summary>
    /// <returns>false if there is none.</returns>
    private async Task<bool> RebuildNextGroup(CancellationToken stop)
    {
        if (await FindNextGroup(stop) is not var (group, tenants))
            return false;
        await using var work = await database.Write(WriteOrigin.Intake(Name), [.. tenants, IdGenerator.Platform], stop);
        if (tenants.Count > 0)
        {
            await MovementRebuilder.Rebuild(tenants, work);
            await work.RecordProgress(group, tenants[^1]);
        }
        else
            await work.ClearStale(group);
        await work.Commit();
        return true;
    }

    private async Task<(StaleRevenue.StaleGroup Group, IReadOnlyList<string> Tenants)?> FindNextGroup(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        if (await StaleRevenue.Groups(reading) is not [var group, ..])
            return null;
        var tenants = group.Kind switch
        {
            "price" => await SubscriptionMrrRecords.FindTenants(group.Key, group.Reached, BatchSize, reading),
            "currency" => await Conversions.FindTenants(group.Key, group.Since, group.Reached, BatchSize, reading),
            _ => await reading.List<string>(
                "select distinct tenant_id from core.plan_items where plan = @Key and tenant_id > @Reached order by tenant_id limit @most",
                new
                {
                    group.Key,
                    group.Reached,
                    most = BatchSize,
                }
            ),
        };
        return (group, tenants);
    }

    /// <returns>false if no tenant is left.</returns>
    private async Task<bool> RebuildStaleTenants(CancellationToken stop)
    {
        var ids = await FindStaleTenants(stop);
        if (ids.Count == 0)
            return false;
        await using var work = await database.Write(WriteOrigin.Intake(Name), [.. ids, IdGenerator.Platform], stop);
        await MovementRebuilder.Rebuild(ids, work);
        await work.Commit();
        return true;
    }

    private async Task<IReadOnlyList<string>> FindStaleTenants(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await StaleRevenue.Tenants(BatchSize, reading);
    }
}
