using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Reconciliation.Comparisons;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>A tenant that can be compared with Stripe.</summary>
/// <param name="Customers">Number of its Stripe customers.</param>
/// <param name="Connected">Those among them whose account is connected and completely copied.</param>
/// <param name="IsRunning">Whether it is being compared now.</param>
public sealed record ComparedTenant(string TenantId, int Customers, int Connected, bool IsRunning) : ISubject
{
    public string Id => TenantId;

    /// <summary>Constant, because a comparison reads both sides then, whatever has happened since the preview.</summary>
    public long Revision => 1;

    public static Task<IReadOnlyList<ComparedTenant>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<ComparedTenant>(
            $"""
            select s.tenant_id, c.customers, c.connected, c.is_running
              from core.tenant_status s
              cross join lateral (
                select count(*)::int as customers, count(a.account_id)::int as connected,
                       coalesce(bool_or(exists (select from reconciliation.run_lists l join reconciliation.runs r using (tenant_id, run_id)
                                                 where l.tenant_id = 'tnt_platform' and l.customer = c.id and r.account_id = c.account_id and r.ended_at is null)), false) as is_running
                  from billing.customers c
                  left join ({ComparisonRuns.Accounts}) a on a.mode = c.mode and a.account_id = c.account_id
                 where c.tenant_id = s.tenant_id and c.account_id <> 'manual') c
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
}
