using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Access;

/// <summary>The state of a tenant that access operations depend on.</summary>
/// <param name="Seats">Number of people who can sign in while access is open.</param>
/// <param name="Cause">Cause of the open or most recent suspension; null if there was none or it wasn't loaded.</param>
public sealed record TenantFacts(string TenantId, long Revision, TenantLifecycle Lifecycle, bool Suspended, SuspensionCause? Cause, long Seats) : ISubject
{
    public string Id => TenantId;

    public bool IsOver => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    /// <param name="withCause">Loads the cause too. This reads each tenant's suspensions, which is slow for thousands of tenants.</param>
    public static Task<IReadOnlyList<TenantFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work, bool withCause = false) =>
        work.List<TenantFacts>(
            $"""
            select s.tenant_id, s.revision, s.lifecycle, s.suspensions > 0 as suspended,
                   {(withCause ? LastCause : "null::text")} as cause,
                   (select p.members from core.tenant_summaries p where p.tenant_id = s.tenant_id) as seats
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );

    private const string LastCause = "(select u.cause from access.suspensions u where u.tenant_id = s.tenant_id order by u.opened_at desc limit 1)";
}
