using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Plans.Trials;

/// <summary>Trials that end within a week or are past their end date, for the list of things that need attention. The metric trials.ending counts the same tenants.</summary>
public sealed class EndingTrials : IAttentionSource
{
    public string Permission => "tenant.read";

    /// <summary>Condition on <c>e</c>: it is to be resolved today.</summary>
    private const string IsSoon = "e.ends_at < now() + interval '1 day'";

    public string UrgentTenants =>
        $"""
            select e.tenant_id, case when {IsSoon} then {(int)Urgency.Today} else {(int)Urgency.ThisWeek} end as urgency {Ending("true")}
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

    /// <param name="which">Condition on the tenant <c>t</c>.</param>
    /// <returns>Trials <c>e</c> of the mode that end within a week or have ended.</returns>
    private static string Ending(string which) =>
        $"""
            from (select t.tenant_id, t.name, {TrialEnds.CurrentEnd} as ends_at
                    from core.tenant_status s join core.tenants t using (tenant_id)
                   where s.mode = @mode and s.lifecycle = 'trial' and ({which})) e
             where e.ends_at < now() + interval '7 days'
            """;

    private static Task<IReadOnlyList<Row>> Read(string? tenantId, Mode mode, int most, UnitOfWork work) =>
        work.List<Row>(
            $"""
            select e.tenant_id, e.name, e.ends_at, e.ends_at < now() as is_over, {IsSoon} as is_soon, count(*) over () as total
              {Ending("@tenantId::text is null or t.tenant_id = @tenantId")}
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
