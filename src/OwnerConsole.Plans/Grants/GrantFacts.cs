using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Grants;

/// <summary>State of a tenant that granting a plan depends on.</summary>
/// <param name="Plan">Plan to grant; null if no plan has the key.</param>
/// <param name="IsHeld">Whether a grant of this plan is open.</param>
/// <param name="Today">Current date in UTC.</param>
public sealed record GrantFacts(string TenantId, long Revision, TenantLifecycle Lifecycle, bool IsSuspended, bool IsHeld, KnownPlan? Plan, DateOnly Today)
    : ISubject
{
    public string Id => TenantId;

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    public static async Task<IReadOnlyList<GrantFacts>> Load(IReadOnlyList<string> ids, string key, UnitOfWork work)
    {
        var plan = (await PlanCatalogue.Find(work)).FirstOrDefault(knownPlan => knownPlan.Key == key);
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {GrantList.Revision} as revision, s.lifecycle, s.suspensions > 0 as is_suspended,
                   exists (select 1 from grants.grants g where g.tenant_id = s.tenant_id and g.plan = @key and {GrantList.IsOpen}) as is_held
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids, key }
        );
        return [.. rows.Select(row => new GrantFacts(row.TenantId, row.Revision, row.Lifecycle, row.IsSuspended, row.IsHeld, plan, today))];
    }

    private sealed record Row(string TenantId, long Revision, TenantLifecycle Lifecycle, bool IsSuspended, bool IsHeld);
}
