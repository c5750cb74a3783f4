using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Grants;

/// <summary>State of a tenant that revoking its access depends on.</summary>
/// <param name="IsRevoked">Whether access is closed by a revocation rather than another suspension.</param>
/// <param name="OpenGrants">Number of grants that end.</param>
/// <param name="Seats">Number of people who can sign in while access is open.</param>
/// <param name="IsPaying">Whether the tenant is on a plan with a price.</param>
public sealed record RevokeFacts(
    string TenantId,
    long Revision,
    TenantLifecycle Lifecycle,
    bool IsSuspended,
    bool IsRevoked,
    long OpenGrants,
    long Seats,
    bool IsPaying
) : ISubject
{
    public string Id => TenantId;

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    public static async Task<IReadOnlyList<RevokeFacts>> Load(IReadOnlyList<string> ids, IAccessRevocation access, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {GrantList.Revision} as revision, s.lifecycle, s.suspensions > 0 as is_suspended,
                   (select count(*) from grants.grants g where g.tenant_id = s.tenant_id and {GrantList.IsOpen}) as open_grants,
                   (select p.members from core.tenant_summaries p where p.tenant_id = s.tenant_id) as seats,
                   array(select i.plan from core.plan_items i where i.tenant_id = s.tenant_id and i.to_at is null) as plans
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var revoked = await access.FindRevoked(ids, work);
        var paid = (await PlanCatalogue.Find(work)).Where(plan => plan.IsPaid).Select(plan => plan.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. rows.Select(row => new RevokeFacts(
                row.TenantId,
                row.Revision,
                row.Lifecycle,
                row.IsSuspended,
                revoked.Contains(row.TenantId),
                row.OpenGrants,
                row.Seats,
                row.Plans.Any(paid.Contains)
            )),
        ];
    }

    private sealed record Row(string TenantId, long Revision, TenantLifecycle Lifecycle, bool IsSuspended, long OpenGrants, long Seats, string[] Plans);
}
