using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Billing.Attention;

/// <summary>Tenants with access whose customers were all deleted at the payment provider, for the list of things that need attention.</summary>
/// <remarks>A person decides, because a deleted customer can be a mistake, and no rule of the console removes access by itself.</remarks>
public sealed class DeletedCustomers : IAttentionSource
{
    public string Permission => BillingRoutes.Permission;

    /// <summary>The tenants with the time of the last deletion.</summary>
    private const string Deleted = $"""
        select s.tenant_id, max(c.deleted_at) as deleted_at
          from billing.customers c join core.tenant_status s on s.tenant_id = c.tenant_id
         where c.mode = @mode and c.tenant_id in (select d.tenant_id from billing.customers d where d.mode = @mode and d.deleted_at is not null)
           and s.lifecycle in ('trial', 'active') and s.suspensions = 0
           and not exists (select from billing.subscriptions m where m.tenant_id = s.tenant_id and m.account_id = '{BillingRecords.ManualAccount}' and m.ended_at is null)
         group by s.tenant_id
        having bool_and(c.deleted_at is not null)
        """;

    public string UrgentTenants => $"select u.tenant_id, {(int)Urgency.Today} as urgency from ({Deleted}) u";

    private static readonly AttentionQuery<Row> s_query = new(
        $"select u.tenant_id, t.name, t.mrr, u.deleted_at from ({Deleted}) u join core.tenants t using (tenant_id)",
        "q.deleted_at, q.tenant_id",
        Of,
        "deleted customers",
        "/revenue/customers?match=deleted"
    );

    public Task<AttentionList> Find(Mode mode, UnitOfWork work) => s_query.Find(mode, work);

    public Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => s_query.FindFor(tenantId, mode, work);

    private static AttentionItem Of(Row row) =>
        new(
            Urgency.Today,
            $"The customer of {row.Name} was deleted at Stripe, but {row.Name} still has access.",
            $"/tenants/{row.TenantId}/billing",
            "Open",
            row.Mrr,
            row.DeletedAt
        )
        {
            TenantId = row.TenantId,
            Action = new("tenant.revoke", row.TenantId, "Revoke access") { IsOneClick = true },
        };

    private sealed record Row(string TenantId, string Name, long Mrr, DateTimeOffset DeletedAt, long Total) : IAttentionRow;
}
