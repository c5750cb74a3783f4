using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Plans.Trials;

/// <summary>Trials that end within a week, for the list of things that need attention.</summary>
public sealed class EndingTrials : IAttentionSource
{
    private const int Most = 5;

    public string Permission => "tenant.read";

    public async Task<IReadOnlyList<AttentionItem>> Find(Mode mode, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select t.tenant_id, t.name, {TrialEnds.CurrentEnd} as ends_at, {TrialEnds.CurrentEnd} < now() + interval '1 day' as is_soon
              from core.tenant_status s join core.tenants t using (tenant_id)
             where s.mode = @mode and s.status = 'trial' and {TrialEnds.CurrentEnd} between now() and now() + interval '7 days'
             order by 3, 1
             limit @Most
            """,
            new { mode, Most }
        );
        return
        [
            .. rows.Select(row => new AttentionItem(
                row.IsSoon ? Urgency.Today : Urgency.ThisWeek,
                $"The trial of {row.Name} ends soon.",
                $"/tenants/{row.TenantId}",
                "Open",
                Since: row.EndsAt
            )),
        ];
    }

    private sealed record Row(string TenantId, string Name, DateTimeOffset EndsAt, bool IsSoon);
}
