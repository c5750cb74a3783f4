using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>State of a tenant that refunding its usage depends on.</summary>
public sealed record RefundFacts(string TenantId, long Revision) : ISubject
{
    public string Id => TenantId;

    /// <summary>The feature; null if none has the given key.</summary>
    public KnownFeature? Feature { get; private init; }

    /// <summary>The usage to refund; null if there is none.</summary>
    internal RefundableUsage? Spent { get; private init; }

    /// <param name="key">Key of the claim; null for all usage paid from credits in the current period.</param>
    public static async Task<IReadOnlyList<RefundFacts>> Load(IReadOnlyList<string> ids, string feature, string? key, UnitOfWork work)
    {
        var known = (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == feature);
        var facts = new List<RefundFacts>();
        foreach (
            var tenant in await work.List<RefundFacts>(
                $"select s.tenant_id, s.revision from core.tenant_status s where s.tenant_id = any(@ids) order by s.tenant_id {work.ForUpdate("s")}",
                new { ids }
            )
        )
        {
            var spent = await Find(tenant.TenantId, feature, key, work);
            if (spent is not null && work.IsLocking && await FeatureUsage.Lock(spent.TenantId, spent.Feature, spent.PeriodStart, work) is not null)
                spent = await Find(tenant.TenantId, feature, key, work);
            facts.Add(tenant with { Feature = known, Spent = spent });
        }
        return facts;
    }

    private static async Task<RefundableUsage?> Find(string tenantId, string feature, string? key, UnitOfWork work) =>
        key is not { Length: > 0 } ? await RefundableUsage.FindCurrentPeriod(tenantId, feature, work)
        : await RefundableUsage.FindClaim(tenantId, key, caller: null, work) is { } claim && claim.Feature == feature ? claim
        : null;
}
