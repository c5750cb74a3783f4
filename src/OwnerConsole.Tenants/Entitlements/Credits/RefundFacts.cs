using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What decides about giving back to a tenant what it has spent.</summary>
public sealed record RefundFacts(string TenantId, long Revision) : ISubject
{
    public string Id => TenantId;

    /// <summary>Null when there is no feature of the key that was named.</summary>
    public KnownFeature? Feature { get; private init; }

    /// <summary>Null when nothing was spent that was named.</summary>
    internal Spending? Spent { get; private init; }

    /// <param name="key">of the claim; null for what credits have paid for in the period that runs</param>
    public static async Task<IReadOnlyList<RefundFacts>> Load(IReadOnlyList<string> ids, string feature, string? key, Work work)
    {
        var known = (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == feature);
        var facts = new List<RefundFacts>();
        foreach (
            var tenant in await work.List<RefundFacts>(
                $"select s.tenant_id, s.revision from core.tenant_status s where s.tenant_id = any(@ids) order by s.tenant_id {work.ForUpdate("s")}",
                new { ids }
            )
        )
        {
            var spent = await Find(tenant.TenantId, feature, key, work);
            if (spent is not null && work.Locks && await Usage.Take(spent.TenantId, spent.Feature, spent.PeriodStart, work) is not null)
                spent = await Find(tenant.TenantId, feature, key, work);
            facts.Add(tenant with { Feature = known, Spent = spent });
        }
        return facts;
    }

    private static async Task<Spending?> Find(string tenantId, string feature, string? key, Work work) =>
        key is not { Length: > 0 } ? await Spending.Running(tenantId, feature, work)
        : await Spending.Claimed(tenantId, key, caller: null, work) is { } claim && claim.Feature == feature ? claim
        : null;
}
