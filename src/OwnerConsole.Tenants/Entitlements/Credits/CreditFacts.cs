using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What decides about a tenant's credits of one feature.</summary>
/// <param name="Today">in UTC</param>
public sealed record CreditFacts(string TenantId, long Revision, Lifecycle Lifecycle, DateOnly Today) : ISubject
{
    public string Id => TenantId;

    public bool IsOver => Lifecycle is Lifecycle.Cancelled or Lifecycle.Anonymised;

    /// <summary>Null when there is no feature of the key that was named.</summary>
    public KnownFeature? Feature { get; private init; }

    /// <summary>What can be used of its credits of the feature now.</summary>
    public decimal Left { get; private init; }

    /// <summary>When the period of the feature that runs ends; null when it never does.</summary>
    public DateTimeOffset? PeriodEnds { get; private init; }

    /// <summary>What an undo has taken back, for whoever is told of it.</summary>
    internal List<VoidedCredit> TakenBack { get; } = [];

    /// <summary>Of the grant to be.</summary>
    public string NewId { get; init; } = "";

    public static async Task<IReadOnlyList<CreditFacts>> Load(IReadOnlyList<string> ids, string feature, Work work)
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
        if ((await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == feature) is not { } known)
            return tenants;
        var holdings = await Holdings.Of(ids, work);
        var running = (await Usages.Of(ids, work)).Where(usage => usage.Feature == feature).ToLookup(usage => usage.TenantId, StringComparer.Ordinal);
        return
        [
            .. tenants.Select(tenant =>
                tenant with
                {
                    Feature = known,
                    Left = holdings[tenant.TenantId].Of(known).Credits,
                    PeriodEnds = Claims.Ends(running[tenant.TenantId].FirstOrDefault()?.PeriodEnd ?? holdings[tenant.TenantId].Period(known).EndsAt),
                }
            ),
        ];
    }
}
