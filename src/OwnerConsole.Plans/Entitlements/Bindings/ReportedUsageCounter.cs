using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Bindings;

/// <summary>Counts usage of features from reported members, sessions and meters, for tenants with new reports.</summary>
public sealed class ReportedUsageCounter(Database database) : IWorkHandler
{
    private const int BatchSize = 200,
        MarkBatchSize = 10_000;

    public string Name => "entitlements.count_reported";

    public string Title => "Count reported usage";

    public TimeSpan? Interval => TimeSpan.FromSeconds(2);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var (features, revision, isCounted) = await Features(stop);
        if (!isCounted)
            await MarkAll(revision, features.Count > 0, stop);
        var tenants = features.Count == 0 ? [] : await FindMarked(stop);
        if (tenants.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Name), [.. tenants, IdGenerator.Platform], stop);
        // Rows reported on in the meantime are marked again, and wait for the end of this transaction.
        await work.Execute("delete from entitlements.reported_stale where id = any(@tenants)", new { tenants });
        await Count(features, tenants, work);
        await work.Commit();
        return tenants.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    /// <returns>The features counted from reported data, and whether all tenants were counted since the last change of plans or features.</returns>
    private async Task<(IReadOnlyList<KnownFeature> Features, long Revision, bool IsCounted)> Features(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        // The revision is read before the features, so that a later change is counted again.
        var revision = await reading.One<long>("select coalesce(max(revision), 0) from entitlements.revisions where tenant_id = 'tnt_platform'");
        var features = (await FeatureCatalogue.Find(reading)).Where(feature => feature.Counts.Length > 0).ToList();
        return (features, revision, revision == await reading.One<long>("select revision from entitlements.reported_counted"));
    }

    private async Task<IReadOnlyList<string>> FindMarked(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>("select id from entitlements.reported_stale order by id limit @BatchSize", new { BatchSize });
    }

    /// <summary>Marks every tenant, so that it is counted again after a change of features or plans.</summary>
    private async Task MarkAll(long revision, bool isAnyBound, CancellationToken stop)
    {
        for (var tenants = isAnyBound ? await FindNextTenants("", stop) : []; tenants.Count > 0; tenants = await FindNextTenants(tenants[^1], stop))
        {
            await using var marking = await database.Write(WriteOrigin.Intake(Name), [], stop);
            await marking.Execute("insert into entitlements.reported_stale (id) select unnest(@tenants) on conflict do nothing", new { tenants });
            await marking.Commit();
        }
        await using var work = await database.Write(WriteOrigin.Intake(Name), [], stop);
        await work.Execute("update entitlements.reported_counted set revision = @revision", new { revision });
        await work.Commit();
    }

    private async Task<IReadOnlyList<string>> FindNextTenants(string tenantId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>(
            "select tenant_id from core.tenants where tenant_id > @tenantId order by tenant_id limit @MarkBatchSize",
            new { tenantId, MarkBatchSize }
        );
    }

    private static async Task Count(IReadOnlyList<KnownFeature> features, IReadOnlyList<string> tenants, UnitOfWork work)
    {
        var holdings = await EntitlementResolver.Resolve(tenants, work);
        var rows = (await FeatureUsages.Of(tenants, work)).ToDictionary(usage => (usage.TenantId, usage.Feature));
        foreach (var feature in features.OrderBy(feature => feature.Key, StringComparer.Ordinal))
        {
            var periods = holdings.Values.Select(holding =>
                (holding.TenantId, rows.GetValueOrDefault((holding.TenantId, feature.Key))?.PeriodStart ?? holding.Period(feature).StartsAt)
            );
            var counts = await CountReported(feature, [.. periods], work);
            foreach (var holding in holdings.Values.OrderBy(holding => holding.TenantId, StringComparer.Ordinal))
            {
                var (entitled, row) = (holding.Of(feature), rows.GetValueOrDefault((holding.TenantId, feature.Key)));
                // Without a granted limit nothing can be exceeded: members alone don't block a tenant.
                var isGranted = entitled.Ceiling is not <= 0;
                var count = isGranted
                    ? Math.Round(Math.Max(0, counts.GetValueOrDefault(holding.TenantId)), feature.Decimals, MidpointRounding.AwayFromZero)
                    : 0;
                if ((row?.Used ?? 0) == count)
                    continue;
                // Lower usage is written before a lower limit, and a higher limit before higher usage. Otherwise the tenant would be blocked in
                // between.
                if (row?.Used > count)
                    await row.SetUsed(count, version: null, work);
                var usage = await FeatureUsage.Lock(entitled, holding, work);
                if (usage.Used != count)
                    await usage.SetUsed(count, version: null, work);
            }
        }
    }

    private static Task<IReadOnlyDictionary<string, decimal>> CountReported(
        KnownFeature feature,
        IReadOnlyCollection<(string TenantId, DateTimeOffset Starts)> periods,
        UnitOfWork work
    )
    {
        var source = ReportedSource.Read(feature.Counts)!; // FeatureRules allows nothing else.
        string[] tenants = [.. periods.Select(period => period.TenantId)];
        return source.Kind switch
        {
            ReportedKind.Members => ReportedNumbers.Members(tenants, source.Key, work),
            ReportedKind.Sessions => ReportedNumbers.Sessions(periods, work),
            _ when feature.Kind is FeatureKind.Gauge => ReportedNumbers.Latest(tenants, source.Key, work),
            _ => ReportedNumbers.Sum(periods, source.Key, work),
        };
    }
}
