using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>An SLA with the number of its tenants by state in the current period.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="Name">Name that the team sees.</param>
/// <param name="SloId">SLO whose events count; null for other kinds.</param>
/// <param name="MinSeverity">Less severe incidents don't count; null for kinds without incidents.</param>
/// <param name="Priority">Only tickets with this priority count; null for all, and for kinds without tickets.</param>
/// <param name="WithinMinutes">Minutes in which an incident must be resolved, or a ticket answered or resolved; null for other kinds.</param>
/// <param name="BusinessHours">Hours in which these minutes pass; null if they always pass.</param>
/// <param name="Target">Percent that must be good.</param>
/// <param name="Period">Calendar period in which the target must be met.</param>
/// <param name="MinEvents">With fewer events there is no result.</param>
/// <param name="AppliesTo">Selection of the tenants.</param>
/// <param name="Credits">Steps of the credits, the highest first; empty for none.</param>
/// <param name="MaxCredit">Highest credit in percent of the monthly price.</param>
/// <param name="Tenants">Number of tenants with a result in the current period.</param>
/// <param name="AtRisk">Those whose result is at risk.</param>
/// <param name="Breached">Those whose result is breached.</param>
/// <param name="ChangedAt">When it was added or last changed.</param>
public sealed record SlaView(
    string Id,
    SlaKind Kind,
    string Name,
    string? SloId,
    IncidentSeverity? MinSeverity,
    TicketPriority? Priority,
    int? WithinMinutes,
    BusinessHours? BusinessHours,
    decimal Target,
    SlaPeriod Period,
    long MinEvents,
    TenantTargets AppliesTo,
    IReadOnlyList<CreditStep> Credits,
    decimal MaxCredit,
    long Tenants,
    long AtRisk,
    long Breached,
    DateTimeOffset ChangedAt
)
{
    /// <param name="mode">Mode of the tenants that are counted.</param>
    /// <returns>All SLAs by name.</returns>
    internal static async Task<IReadOnlyList<SlaView>> List(Mode mode, UnitOfWork work)
    {
        var slas = await Sla.List(work);
        var counts = (
            await work.List<StateCounts>(
                """
                select r.sla_id, count(*) as tenants, count(*) filter (where coalesce(r.state, p.state) = 'at_risk') as at_risk,
                       count(*) filter (where coalesce(r.state, p.state) = 'breached') as breached
                  from (select distinct on (c.sla_id) c.sla_id, c.starts_on, c.state from agreements.periods c
                         where c.tenant_id = 'tnt_platform' and c.sla_id = any(@ids) and c.closed_at is null
                         order by c.sla_id, c.starts_on desc) p
                  join agreements.results r on r.sla_id = p.sla_id and r.starts_on = p.starts_on
                  join core.tenants t on t.tenant_id = r.tenant_id and t.mode = @mode
                 group by r.sla_id
                """,
                new { ids = slas.Select(sla => sla.Id).ToArray(), mode }
            )
        ).ToDictionary(row => row.SlaId, StringComparer.Ordinal);
        return [.. slas.Select(sla => Of(sla, counts.GetValueOrDefault(sla.Id)))];
    }

    private static SlaView Of(Sla sla, StateCounts? counts) =>
        new(
            sla.Id,
            sla.Kind,
            sla.Name,
            sla.SloId,
            sla.MinSeverity,
            sla.Priority,
            sla.WithinMinutes,
            sla.BusinessHours,
            sla.Target,
            sla.Period,
            sla.MinEvents,
            sla.Targets,
            sla.Steps,
            sla.MaxCredit,
            counts?.Tenants ?? 0,
            counts?.AtRisk ?? 0,
            counts?.Breached ?? 0,
            sla.ChangedAt
        );

    private sealed record StateCounts(string SlaId, long Tenants, long AtRisk, long Breached);
}
