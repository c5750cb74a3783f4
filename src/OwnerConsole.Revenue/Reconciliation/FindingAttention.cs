using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Open findings with enough money at risk, for the list of things that need attention. Tenants that pay without access are always listed.</summary>
public sealed class FindingAttention : IAttentionSource
{
    public string Permission => ReconciliationRoutes.Permission;

    /// <summary>Minor units of one unit of the finding's currency.</summary>
    private static readonly string s_scale = $"(case when f.currency in ({CodesOf(0)}) then 1 when f.currency in ({CodesOf(3)}) then 1000 else 100 end)";

    /// <summary>Open findings of types that have no item of their own.</summary>
    private static readonly string s_urgent = $"""
        select f.tenant_id, f.finding_id, f.type, f.ours, f.amount_minor, f.currency, f.first_seen_at, {FindingFilter.SuspendedForSql} as suspended_for,
               case when f.type = 'charged_without_access' then {(int)Urgency.Now} when f.severity = 'high' then {(int)Urgency.Today} else {(int)
            Urgency.ThisWeek} end as urgency
          from reconciliation.findings f {FindingFilter.IgnoreJoin}
         where f.mode = @mode and f.resolved_at is null and (i.until_at is null or i.until_at <= now())
           and f.type not in ('orphan_customer', 'unmapped_price', 'open_dispute', 'email')
           and (f.type = 'charged_without_access' or f.amount_minor > 0 and f.amount_minor >= {s_scale} * ({ReconciliationSettings.Threshold.Sql})::bigint)
        """;

    public string UrgentTenants =>
        $"select u.tenant_id, min(u.urgency) as urgency from ({s_urgent}) u where u.tenant_id <> 'tnt_platform' group by u.tenant_id";

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var rows = await Read(null, mode, work);
        return AttentionList.OfFirst([.. rows.Select(Of)], rows.Count == 0 ? 0 : (int)rows[0].Total, "differences", ReconciliationRoutes.Address);
    }

    public async Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => [.. (await Read(tenantId, mode, work)).Select(Of)];

    private static Task<IReadOnlyList<Row>> Read(string? tenantId, Mode mode, UnitOfWork work) =>
        work.List<Row>(
            $"""
            select u.finding_id, nullif(u.tenant_id, 'tnt_platform') as tenant_id, t.name, u.type, u.ours, u.suspended_for, u.amount_minor, u.currency, u.first_seen_at, u.urgency, coalesce(t.mrr, 0) as mrr,
                   count(*) over () as total
              from ({s_urgent}) u left join core.tenants t on t.tenant_id = u.tenant_id
             where @tenantId::text is null or u.tenant_id = @tenantId
             order by u.urgency, u.amount_minor desc, u.finding_id
             limit @most
            """,
            new
            {
                tenantId,
                mode,
                most = AttentionList.MaxListed,
            }
        );

    private static string CodesOf(int digits) => string.Join(", ", Currency.Codes.Where(code => Currency.Digits(code) == digits).Select(code => $"'{code}'"));

    private static AttentionItem Of(Row row)
    {
        var title = FindingText.Title(row.Type);
        var plain = row.Name is { } name ? $"{name}: {char.ToLowerInvariant(title[0])}{title[1..]}." : $"{title}.";
        var atRisk = row.Currency is { } currency && row.AmountMinor != 0 ? new Money(row.AmountMinor, currency) : null;
        return new(
            (Urgency)row.Urgency,
            atRisk is null ? plain : $"{plain[..^1]} ({atRisk}).",
            ReconciliationRoutes.Of(row.FindingId),
            "View difference",
            row.Mrr,
            row.FirstSeenAt
        )
        {
            TenantId = row.TenantId,
            SummaryWithoutMoney = plain,
            Action = FixPolicy.IsQuick(row.Type, row.Ours, row.SuspendedFor)
                ? new(ResolveFinding.Name, row.FindingId, "Restore access") { IsOneClick = true }
                : null,
        };
    }

    private sealed record Row(
        string FindingId,
        string? TenantId,
        string? Name,
        FindingType Type,
        string? Ours,
        string? SuspendedFor,
        long AmountMinor,
        string? Currency,
        DateTimeOffset FirstSeenAt,
        int Urgency,
        long Mrr,
        long Total
    );
}
