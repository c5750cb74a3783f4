using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>A tenant with its hold.</summary>
/// <param name="IsHeld">Whether a hold is open and has not expired.</param>
/// <param name="Today">Current day in UTC.</param>
public sealed record HeldTenant(string TenantId, long Revision, TenantLifecycle Lifecycle, bool IsHeld, DateTimeOffset? UntilAt, DateOnly Today) : ISubject
{
    /// <summary>Condition on the hold <c>h</c>: it applies now.</summary>
    public const string IsCurrent = "h.closed_by is null and (h.until_at is null or h.until_at > now())";

    internal static readonly StateRows Holds = new("dunning.holds", "tenant_id") { HaveClosedAt = true, Conflict = "other.tenant_id = this.tenant_id" };

    public string Id => TenantId;

    public static Task<IReadOnlyList<HeldTenant>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<HeldTenant>(
            $"""
            select s.tenant_id, s.revision + (select count(*) + count(h.closed_by) from dunning.holds h where h.tenant_id = s.tenant_id) as revision, s.lifecycle,
                   exists (select from dunning.holds h where h.tenant_id = s.tenant_id and {IsCurrent}) as is_held,
                   (select h.until_at from dunning.holds h where h.tenant_id = s.tenant_id and {IsCurrent}) as until_at,
                   (now() at time zone 'UTC')::date as today
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );

    /// <summary>Makes the cases of these tenants be evaluated again, because their next steps move.</summary>
    internal static Task Reschedule(IReadOnlyCollection<string> tenants, UnitOfWork work) =>
        work.Execute(
            "update dunning.cases set next_at = now() where tenant_id = any(@tenants) and closed_at is null and next_step is not null",
            new { tenants }
        );
}
