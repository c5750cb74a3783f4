using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Tenants with failed payments or overdue invoices, for the list of things that need attention.</summary>
public sealed class UnpaidInvoices : IAttentionSource
{
    public string Permission => DunningRoutes.Read;

    public string UrgentTenants =>
        $"""
            select i.tenant_id, {(int)Urgency.Today} as urgency
              from billing.invoices i
             where i.mode = @mode and i.tenant_id <> 'tnt_platform' and {BillingRecords.IsUnpaid("i")}
             group by i.tenant_id
            """;

    private static readonly AttentionQuery<Row> s_query = new(
        $"""
        select t.tenant_id, t.name, u.invoices, u.is_overdue, u.since
          from (select i.tenant_id, count(*)::int as invoices, bool_and(i.collection_method = 'send_invoice') as is_overdue,
                       min(coalesce(i.due_at, i.created_at)) as since
                  from billing.invoices i
                 where i.mode = @mode and i.tenant_id <> 'tnt_platform' and {BillingRecords.IsUnpaid("i")}
                 group by i.tenant_id) u
          join core.tenants t on t.tenant_id = u.tenant_id
        """,
        "q.since, q.tenant_id",
        Of,
        "tenants with unpaid invoices",
        DunningRoutes.Address
    );

    public Task<AttentionList> Find(Mode mode, UnitOfWork work) => s_query.Find(mode, work);

    public Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => s_query.FindFor(tenantId, mode, work);

    private static AttentionItem Of(Row row) =>
        new(
            Urgency.Today,
            (row.IsOverdue, row.Invoices) switch
            {
                (true, 1) => $"An invoice of {row.Name} is overdue.",
                (true, _) => $"{row.Invoices} invoices of {row.Name} are overdue.",
                (_, 1) => $"A payment of {row.Name} failed.",
                _ => $"{row.Invoices} payments of {row.Name} failed.",
            },
            $"{DunningRoutes.Address}?tenant={row.TenantId}",
            "View unpaid invoices",
            Since: row.Since
        )
        {
            TenantId = row.TenantId,
        };

    private sealed record Row(string TenantId, string Name, int Invoices, bool IsOverdue, DateTimeOffset Since, long Total) : IAttentionRow;
}
