using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>A tenant whose Stripe customers can be read again.</summary>
/// <param name="Customers">Number of its customers, including deleted ones.</param>
/// <param name="Pending">Number of its customers of which everything is already about to be read.</param>
public sealed record SyncedTenant(string TenantId, int Customers, int Pending) : ISubject
{
    public string Id => TenantId;

    /// <summary>Constant, because a sync reads what Stripe returns then, whatever has happened since the preview.</summary>
    public long Revision => 1;

    public static Task<IReadOnlyList<SyncedTenant>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<SyncedTenant>(
            $"""
            select s.tenant_id, c.customers, c.pending
              from core.tenant_status s
              cross join lateral (
                select count(*)::int as customers, (count(*) filter (where {RequestedReads.AreListsPending("c")}))::int as pending
                  from billing.customers c where c.tenant_id = s.tenant_id) c
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
}
