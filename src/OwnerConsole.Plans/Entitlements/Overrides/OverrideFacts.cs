using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Overrides;

/// <summary>State of a tenant that changing its overrides depends on.</summary>
public sealed record OverrideFacts(string TenantId, long Revision, TenantLifecycle Lifecycle, DateOnly Today) : ISubject
{
    public string Id => TenantId;

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    /// <summary>Current limit of the feature; null if there is no such feature.</summary>
    public FeatureEntitlement? Entitlement { get; private init; }

    /// <summary>Id of the override to create.</summary>
    public string NewId { get; init; } = "";

    /// <summary>End of the current override; null if it has no end, or if there is none.</summary>
    public DateTimeOffset? OverrideEnds { get; private init; }

    public static async Task<IReadOnlyList<OverrideFacts>> Load(IReadOnlyList<string> ids, string feature, UnitOfWork work)
    {
        var tenants = await work.List<OverrideFacts>(
            $"""
            select s.tenant_id, s.revision + {OverrideList.Revision} as revision, s.lifecycle, (now() at time zone 'utc')::date as today
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var known = (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == feature);
        var holdings = await EntitlementResolver.Resolve(ids, work);
        return
        [
            .. tenants.Select(tenant =>
                tenant with
                {
                    Entitlement = known is null ? null : holdings[tenant.TenantId].Of(known),
                    OverrideEnds = holdings[tenant.TenantId].Grants.FirstOrDefault(grant => grant.IsOverride && grant.Feature == feature)?.UntilAt,
                }
            ),
        ];
    }
}
