using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Billing.Attention;

/// <summary>Tenants with invoices of the last 60 days that are no longer expected to be paid, for the list of things that need attention.</summary>
/// <remarks>Marking an invoice as uncollectible restores no access, so a person decides about the tenant.</remarks>
public sealed class UncollectibleInvoices : IAttentionSource
{
    public string Permission => BillingRoutes.Permission;

    /// <summary>Condition on an invoice <c>i</c>.</summary>
    private const string IsRecent =
        "i.mode = @mode and i.status = 'uncollectible' and i.created_at > now() - interval '60 days' and i.tenant_id <> 'tnt_platform'";

    public string UrgentTenants => $"select i.tenant_id, {(int)Urgency.ThisWeek} as urgency from billing.invoices i where {IsRecent} group by i.tenant_id";

    private static readonly AttentionQuery<Row> s_query = new(
        $"""
        select t.tenant_id, t.name, u.invoices, u.since
          from (select i.tenant_id, count(*)::int as invoices, min(i.created_at) as since from billing.invoices i where {IsRecent} group by i.tenant_id) u
          join core.tenants t on t.tenant_id = u.tenant_id
        """,
        "q.since, q.tenant_id",
        Of,
        "tenants with uncollectible invoices",
        "/revenue/invoices?status=uncollectible"
    );

    public Task<AttentionList> Find(Mode mode, UnitOfWork work) => s_query.Find(mode, work);

    public Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => s_query.FindFor(tenantId, mode, work);

    private static AttentionItem Of(Row row) =>
        new(
            Urgency.ThisWeek,
            row.Invoices == 1 ? $"An invoice of {row.Name} is uncollectible." : $"{row.Invoices} invoices of {row.Name} are uncollectible.",
            $"/revenue/invoices?tenant={row.TenantId}&status=uncollectible",
            "View invoices",
            Since: row.Since
        )
        {
            TenantId = row.TenantId,
        };

    private sealed record Row(string TenantId, string Name, int Invoices, DateTimeOffset Since, long Total) : IAttentionRow;
}
