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

    /// <summary>Trials <c>e</c> of the mode that end within a week or have ended.</summary>
    private const string Ending = $"""
        from (select t.tenant_id, t.name, {TrialEnds.CurrentEnd} as ends_at
                    from core.tenant_status s join core.tenants t using (tenant_id)
                   where s.mode = @mode and s.lifecycle = 'trial') e
             where e.ends_at < now() + interval '7 days'
        """;

    public string UrgentTenants =>
        $"""
            select e.tenant_id, case when {IsSoon} then {(int)Urgency.Today} else {(int)Urgency.ThisWeek} end as urgency {Ending}
            """;

    private static readonly AttentionQuery<Row> s_query = new(
        $"select e.tenant_id, e.name, e.ends_at, e.ends_at < now() as is_over, {IsSoon} as is_soon {Ending}",
        "q.is_over, q.ends_at, q.tenant_id",
        Of,
        "ending trials",
        "/explore?metric=trials.ending&range=7d#rows"
    );

    public Task<AttentionList> Find(Mode mode, UnitOfWork work) => s_query.Find(mode, work);

    public Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => s_query.FindFor(tenantId, mode, work);

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

    private sealed record Row(string TenantId, string Name, DateTimeOffset EndsAt, bool IsOver, bool IsSoon, long Total) : IAttentionRow;
}
