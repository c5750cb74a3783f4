using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Billing.Attention;

/// <summary>Disputes whose evidence is due, for the list of things that need attention.</summary>
public sealed class OpenDisputes : IAttentionSource
{
    public string Permission => "purchase.read";

    /// <summary>Condition on <c>d</c>: its evidence is due within two days, or was due.</summary>
    private const string IsSoon = "d.evidence_due_at < now() + interval '2 days'";

    public string UrgentTenants =>
        $"""
            select d.tenant_id, min(case when {IsSoon} then {(int)Urgency.Now} else {(int)Urgency.ThisWeek} end) as urgency
              from billing.disputes d
             where d.mode = @mode and d.needs_response and d.tenant_id <> 'tnt_platform'
             group by d.tenant_id
            """;

    private static readonly AttentionQuery<Row> s_query = new(
        $"""
        select d.id, nullif(d.tenant_id, 'tnt_platform') as tenant_id, coalesce(t.name, c.name, d.customer_id) as name, d.evidence_due_at,
               coalesce({IsSoon}, false) as is_soon, coalesce(d.evidence_due_at < now(), false) as is_late
          from billing.disputes d
          left join core.tenants t on t.tenant_id = d.tenant_id
          left join billing.customers c on c.account_id = d.account_id and c.id = d.customer_id
         where d.mode = @mode and d.needs_response
        """,
        "q.evidence_due_at, q.id",
        Of,
        "disputes",
        "/revenue/disputes?status=needs_response"
    )
    {
        MaxOfTenant = AttentionList.MaxListed,
    };

    public Task<AttentionList> Find(Mode mode, UnitOfWork work) => s_query.Find(mode, work);

    public Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => s_query.FindFor(tenantId, mode, work);

    private static AttentionItem Of(Row row) =>
        new(
            row.IsSoon ? Urgency.Now : Urgency.ThisWeek,
            $"{row.Name ?? "A customer"} disputes a payment. {(row.IsLate ? "The deadline for evidence has passed." : "Submit evidence in Stripe before the deadline.")}",
            $"/revenue/disputes?q={row.Id}",
            "View dispute",
            Since: row.EvidenceDueAt
        )
        {
            TenantId = row.TenantId,
        };

    private sealed record Row(string Id, string? TenantId, string? Name, DateTimeOffset? EvidenceDueAt, bool IsSoon, bool IsLate, long Total) : IAttentionRow;
}
