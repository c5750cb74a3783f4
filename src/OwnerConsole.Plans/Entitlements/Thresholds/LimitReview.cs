using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Thresholds;

/// <summary>Recalculates the limits of tenants whose plans, overrides or features have changed, even without new claims, because their usage may
/// now exceed the limit.</summary>
public sealed class LimitReview(Database database) : IWorkHandler
{
    private const int BatchSize = 100;

    public string Name => "limits.review";

    public string Title => "Recheck limits";

    public TimeSpan? Interval => TimeSpan.FromSeconds(30);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await FeatureUsages.FindStale(BatchSize, reading);
        await Of(tenants, stop);
        return tenants.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    /// <summary>Recalculates the limits of these tenants, even if the copies of their limits are current.</summary>
    public async Task Of(IReadOnlyList<string> tenants, CancellationToken stop)
    {
        if (tenants.Count == 0)
            return;
        IReadOnlyList<KnownFeature> features;
        await using (var reading = await database.Read(stop))
            features = await FeatureCatalogue.Find(reading);
        foreach (var tenant in tenants) // One transaction per tenant, so that no busy row is locked for long.
            await Review(tenant, features, stop);
    }

    private async Task Review(string tenantId, IReadOnlyList<KnownFeature> features, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Name), [tenantId, IdGenerator.Platform], stop);
        if (!(await EntitlementResolver.Resolve([tenantId], work)).TryGetValue(tenantId, out var holding))
            return;
        foreach (var usage in (await FeatureUsages.Of([tenantId], work)).OrderBy(usage => usage.Feature, StringComparer.Ordinal))
            if (features.FirstOrDefault(one => one.Key == usage.Feature) is { } feature)
                await FeatureUsage.Lock(holding.Of(feature), holding, work);
        await FeatureUsages.Unblock(tenantId, work);
        await work.Commit();
    }
}
