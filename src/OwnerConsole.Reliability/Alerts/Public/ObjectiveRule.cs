using OwnerConsole.Data;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Alerts.Public;

/// <summary>An alert rule that watches the error budget of an SLO.</summary>
/// <param name="Name">Name of the rule.</param>
/// <param name="Severity">How urgent its alerts are: low, medium, high or critical.</param>
/// <param name="Speed">How fast the budget must be spent until an alert fires.</param>
/// <param name="IsPaused">Whether it is not evaluated.</param>
/// <param name="IsFiring">Whether an alert of it is firing.</param>
public sealed record ObjectiveRule(string Id, string Name, string Severity, BurnSpeed Speed, bool IsPaused, bool IsFiring)
{
    /// <returns>Rules that watch an SLO, by name.</returns>
    internal static Task<IReadOnlyList<ObjectiveRule>> List(string sloId, UnitOfWork work) =>
        work.List<ObjectiveRule>(
            """
            select r.rule_id as id, r.name, r.severity, r.burn_speed as speed,
                   exists (select from alerts.pauses s where s.tenant_id = r.tenant_id and s.rule_id = r.rule_id and s.closed_by is null) as is_paused,
                   exists (select from alerts.alerts a where a.tenant_id = r.tenant_id and a.rule_id = r.rule_id and a.phase = 'firing') as is_firing
              from alerts.rules r
             where r.tenant_id = 'tnt_platform' and r.closed_by is null and r.kind = 'slo_burn' and r.slo_id = @sloId
             order by lower(r.name), r.rule_id
            """,
            new { sloId }
        );

    /// <returns>Speeds of the rules that are not paused, by SLO.</returns>
    internal static async Task<ILookup<string, BurnSpeed>> ListSpeeds(IReadOnlyCollection<string> sloIds, UnitOfWork work) =>
        (
            await work.List<SpeedRow>(
                """
                select r.slo_id, r.burn_speed as speed
                  from alerts.rules r
                 where r.tenant_id = 'tnt_platform' and r.closed_by is null and r.kind = 'slo_burn' and r.slo_id = any(@ids)
                   and not exists (select from alerts.pauses s where s.tenant_id = r.tenant_id and s.rule_id = r.rule_id and s.closed_by is null)
                """,
                new { ids = sloIds.ToArray() }
            )
        ).ToLookup(row => row.SloId, row => row.Speed, StringComparer.Ordinal);

    private sealed record SpeedRow(string SloId, BurnSpeed Speed);
}
