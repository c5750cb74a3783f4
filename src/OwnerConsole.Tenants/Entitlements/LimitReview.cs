using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Works out anew what tenants may use whose plans, overrides or features have changed, also of those who claim nothing meanwhile: what they have used may be above their limit now.</summary>
public sealed class LimitReview(Database database) : IWorkKind
{
    private const int AtOnce = 100;

    public string Name => "limits.review";

    public TimeSpan? Every => TimeSpan.FromSeconds(30);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await Usages.Stale(AtOnce, reading);
        await Of(tenants, stop);
        return tenants.Count == AtOnce ? WorkOutcome.Again(TimeSpan.Zero) : WorkOutcome.Over;
    }

    /// <summary>Of these tenants, whatever the copies of their limits say.</summary>
    public async Task Of(IReadOnlyList<string> tenants, CancellationToken stop)
    {
        if (tenants.Count == 0)
            return;
        IReadOnlyList<KnownFeature> features;
        await using (var reading = await database.Read(stop))
            features = await FeatureBook.Find(reading);
        foreach (var tenant in tenants) // each for itself, so that no busy row waits for others
            await Review(tenant, features, stop);
    }

    private async Task Review(string tenantId, IReadOnlyList<KnownFeature> features, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake(Name), [tenantId, IdSource.Platform], stop);
        if (!(await Holdings.Of([tenantId], work)).TryGetValue(tenantId, out var holding))
            return;
        foreach (var usage in (await Usages.Of([tenantId], work)).OrderBy(usage => usage.Feature, StringComparer.Ordinal))
            if (features.FirstOrDefault(one => one.Key == usage.Feature) is { } feature)
                await Usage.Take(holding.Of(feature), holding, work);
        await Usages.Unblock(tenantId, work);
        await work.Commit();
    }
}
