using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>The latest comparison of a tenant with Stripe that a person has requested.</summary>
/// <param name="EndedAt">null while it is running.</param>
/// <param name="Errors">Lists that could not be read completely, and objects that could not be read.</param>
public sealed record TenantComparison(DateTimeOffset? EndedAt, long Errors)
{
    /// <returns>Null if there has been none in the last day.</returns>
    public static Task<TenantComparison?> Find(string tenantId, Mode mode, UnitOfWork work) =>
        work.One<TenantComparison>(
            """
            select r.ended_at, count(l.error) + r.unread as errors
              from billing.customers c
              join reconciliation.run_lists l on l.tenant_id = 'tnt_platform' and l.customer = c.id
              join reconciliation.runs r on r.tenant_id = l.tenant_id and r.run_id = l.run_id
             where c.tenant_id = @tenantId and c.mode = @mode and r.account_id = c.account_id and r.started_at > now() - interval '1 day'
             group by r.run_id, r.ended_at, r.started_at, r.unread
             order by r.started_at desc limit 1
            """,
            new { tenantId, mode }
        );
}
