using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>State of a tenant's credits for one feature, which granting credits depends on.</summary>
/// <param name="Today">Current date in UTC.</param>
public sealed record CreditFacts(string TenantId, long Revision, TenantLifecycle Lifecycle, DateOnly Today) : ISubject
{
    public string Id => TenantId;

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    /// <summary>The feature; null if none has the given key.</summary>
    public KnownFeature? Feature { get; private init; }

    /// <summary>Usable credits for the feature.</summary>
    public decimal Left { get; private init; }

    /// <summary>End of the current period of the feature; null if it never ends.</summary>
    public DateTimeOffset? PeriodEnds { get; private init; }

    /// <summary>Grants that an undo has voided, for the notification.</summary>
    internal List<VoidedCredit> Voided { get; } = [];

    /// <summary>Id of the grant to create.</summary>
    public string NewId { get; init; } = "";

    public static async Task<IReadOnlyList<CreditFacts>> Load(IReadOnlyList<string> ids, string feature, UnitOfWork work)
    {
        var tenants = await work.List<CreditFacts>(
            $"""
            select s.tenant_id, s.revision + (select count(*) + count(c.closed_by) from entitlements.credits c where c.tenant_id = s.tenant_id) as revision, s.lifecycle,
                   (now() at time zone 'utc')::date as today
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        if ((await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == feature) is not { } known)
            return tenants;
        var holdings = await EntitlementResolver.Resolve(ids, work);
        var running = (await FeatureUsages.Of(ids, work)).Where(usage => usage.Feature == feature).ToLookup(usage => usage.TenantId, StringComparer.Ordinal);
        return
        [
            .. tenants.Select(tenant =>
                tenant with
                {
                    Feature = known,
                    Left = holdings[tenant.TenantId].Of(known).Credits,
                    PeriodEnds = ClaimProcessor.ResetsAt(
                        running[tenant.TenantId].FirstOrDefault()?.PeriodEnd ?? holdings[tenant.TenantId].Period(known).EndsAt
                    ),
                }
            ),
        ];
    }
}
