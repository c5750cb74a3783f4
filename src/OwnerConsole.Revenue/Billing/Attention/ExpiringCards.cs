using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Billing.Attention;

/// <summary>Tenants with a subscription whose card expires within 30 days or has just expired, for the list of things that need attention.</summary>
public sealed class ExpiringCards : IAttentionSource
{
    public string Permission => "purchase.read";

    /// <summary>Default cards of customers with a current subscription. A card is valid until the end of its month.</summary>
    private const string Cards = """
        select c.tenant_id, c.card, min(c.card_ends_at) as ends_at
          from billing.customers c
         where c.mode = @mode and c.tenant_id <> 'tnt_platform' and c.deleted_at is null and c.card_ends_at between now() - interval '30 days' and now() + interval '30 days'
           and exists (select from billing.subscriptions s
                        where s.account_id = c.account_id and s.customer_id = c.id and s.status in ('active', 'trialing', 'past_due'))
         group by c.tenant_id, c.card
        """;

    public string UrgentTenants => $"select k.tenant_id, {(int)Urgency.ThisWeek} as urgency from ({Cards}) k group by k.tenant_id";

    private static readonly AttentionQuery<Row> s_query = new(
        $"""
        select k.tenant_id, t.name, k.card, k.ends_at::timestamptz as ends_at, k.ends_at < now() as is_over
          from ({Cards}) k join core.tenants t on t.tenant_id = k.tenant_id
        """,
        "q.ends_at, q.tenant_id, q.card",
        Of,
        "expiring cards",
        "/revenue/customers"
    )
    {
        MaxOfTenant = AttentionList.MaxListed,
    };

    public Task<AttentionList> Find(Mode mode, UnitOfWork work) => s_query.Find(mode, work);

    public Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => s_query.FindFor(tenantId, mode, work);

    private static AttentionItem Of(Row row) =>
        new(
            Urgency.ThisWeek,
            $"The card {row.Card} of {row.Name} {(row.IsOver ? "has expired" : "expires soon")}.",
            $"/tenants/{row.TenantId}/billing",
            "Open",
            Since: row.EndsAt
        )
        {
            TenantId = row.TenantId,
        };

    private sealed record Row(string TenantId, string Name, string Card, DateTimeOffset EndsAt, bool IsOver, long Total) : IAttentionRow;
}
