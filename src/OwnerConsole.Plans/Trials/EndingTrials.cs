using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Plans.Trials;

/// <summary>Trials that end within a week or are past their end date, for the list of things that need attention. The metric trials.ending counts the same tenants.</summary>
public sealed class EndingTrials : IAttentionSource
{
    public string Permission => "tenant.read";

    public string UrgentTenants =>
        $"""
            select e.tenant_id, case when e.ends_at < now() + interval '1 day' then {(int)Urgency.Today} else {(int)Urgency.ThisWeek} end as urgency
              from (select t.tenant_id, {TrialEnds.CurrentEnd} as ends_at
                      from core.tenant_status s join core.tenants t using (tenant_id)
                     where s.mode = @mode and s.lifecycle = 'trial') e
             where e.ends_at < now() + interval '7 days'
            """;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var rows = await Read(null, mode, AttentionList.MaxListed, work);
        return AttentionList.OfFirst(
            [.. rows.Select(Of)],
            rows.Count == 0 ? 0 : (int)rows[0].Total,
            "ending trials",
            "/explore?metric=trials.ending&range=7d#rows"
        );
    }

    public async Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) =>
        [.. (await Read(tenantId, mode, 1, work)).Select(Of)];

    private static Task<IReadOnlyList<Row>> Read(string? tenantId, Mode mode, int most, UnitOfWork work) =>
        work.List<Row>(
            $"""
            select e.tenant_id, e.name, e.ends_at, e.ends_at < now() as is_over, e.ends_at < now() + interval '1 day' as is_soon, count(*) over () as total
              from (select t.tenant_id, t.name, {TrialEnds.CurrentEnd} as ends_at
                      from core.tenant_status s join core.tenants t using (tenant_id)
                     where s.mode = @mode and s.lifecycle = 'trial' and (@tenantId::text is null or t.tenant_id = @tenantId)) e
             where e.ends_at < now() + interval '7 days'
             order by e.ends_at < now(), e.ends_at, e.tenant_id
             limit @most
            """,
            new
            {
                tenantId,
                mode,
                most,
            }
        );

    private static AttentionItem Of(Row row) =>
        new(
            row.IsSoon ? Urgency.Today : Urgency.ThisWeek,
            row.IsOver ? $"The trial of {row.Name} has ended." : $"The trial of {row.Name} ends soon.",
            $"/tenants/{row.TenantId}",
            "Open",
            Since: row.EndsAt
        )
        {
            TenantId = row.TenantId,
            Action = new("tenant.extend_trial", row.TenantId, "Extend trial by 7 days") { IsOneClick = true },
        };

    private sealed record Row(string TenantId, string Name, DateTimeOffset EndsAt, bool IsOver, bool IsSoon, long Total);
}
