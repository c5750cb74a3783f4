using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Reliability.Objectives.Public;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds the conditions of rules that are met, with one statement for each kind of rule. Composite rules follow from the alerts of the others.</summary>
internal static class AlertConditions
{
    /// <param name="rules">Rules that are not paused.</param>
    /// <param name="open">Pending and firing alerts.</param>
    public static async Task<IReadOnlyList<AlertInstance>> FindMet(
        IReadOnlyList<AlertRule> rules,
        IReadOnlyCollection<AlertRow> open,
        DateTimeOffset now,
        UnitOfWork work
    ) =>
        [
            .. await FindProbes([.. rules.Where(rule => rule.Kind is AlertRuleKind.Probe)], work),
            .. await FindEvents([.. rules.Where(rule => rule.Kind.CountsEvents())], now, work),
            .. await FindMetrics([.. rules.Where(rule => rule.Kind is AlertRuleKind.Metric)], work),
            .. await AlertComparisons.FindMet([.. rules.Where(rule => rule.Kind.ComparesWithPast())], work),
            .. await FindBurns([.. rules.Where(rule => rule.Kind is AlertRuleKind.SloBurn)], open, now, work),
        ];

    private static async Task<IEnumerable<AlertInstance>> FindProbes(IReadOnlyList<AlertRule> rules, UnitOfWork work)
    {
        if (rules.Count == 0)
            return [];
        var failing = (await ProbeHealth.List(work)).Where(probe => probe.State is HealthState.Down or HealthState.Degraded).ToList();
        return rules.SelectMany(rule =>
            failing
                .Where(probe => (rule.ProbeId is null || rule.ProbeId == probe.Id) && (probe.State is HealthState.Down || rule.IncludesDegraded))
                .Select(probe =>
                    AlertInstance.Create(rule, ("probe", probe.Id), ("probe", probe.Name), ("state", probe.State.ToText()), ("problem", probe.Problem ?? ""))
                )
        );
    }

    private static async Task<IEnumerable<AlertInstance>> FindEvents(IReadOnlyList<AlertRule> rules, DateTimeOffset now, UnitOfWork work)
    {
        if (rules.Count == 0)
            return [];
        var counts = (
            await work.List<CountRow>(
                """
                select e.rule_id, count(*) as events
                  from unnest(@ids, @starts) r(id, starts_at)
                  join alerts.rules u on u.tenant_id = 'tnt_platform' and u.rule_id = r.id and u.closed_by is null
                  join alerts.rule_events e on e.tenant_id = u.tenant_id and e.rule_id = u.rule_id and e.at > r.starts_at and e.code = any(u.codes)
                 group by e.rule_id
                """,
                new
                {
                    ids = rules.Select(rule => rule.Id).ToArray(),
                    // Earlier entries were written before anyone asked for an alert.
                    starts = rules.Select(rule => now - rule.Period > rule.EnabledAt ? now - rule.Period : rule.EnabledAt).ToArray(),
                }
            )
        ).ToDictionary(row => row.RuleId, row => row.Events, StringComparer.Ordinal);
        return rules
            .Where(rule =>
                rule.Kind is AlertRuleKind.Absence
                    ? !counts.ContainsKey(rule.Id) && now - rule.EnabledAt >= rule.Period
                    : counts.GetValueOrDefault(rule.Id) >= rule.MinEvents
            )
            .Select(rule =>
                AlertInstance.Create(
                    rule,
                    ("code", string.Join(' ', rule.Codes)),
                    ("code", string.Join(", ", rule.Codes)),
                    ("count", Number(counts.GetValueOrDefault(rule.Id))),
                    ("minutes", Number((decimal)rule.Period.TotalMinutes))
                )
            );
    }

    private static async Task<IEnumerable<AlertInstance>> FindMetrics(IReadOnlyList<AlertRule> rules, UnitOfWork work)
    {
        if (rules.Count == 0)
            return [];
        var values = (
            await work.List<ReadingRow>(
                """
                select v.rule_id, v.value
                  from unnest(@ids, @since) r(id, since)
                  join alerts.readings v on v.tenant_id = 'tnt_platform' and v.rule_id = r.id and v.read_at > r.since and v.value is not null
                """,
                // An earlier value can be that of another metric.
                new { ids = rules.Select(rule => rule.Id).ToArray(), since = rules.Select(rule => rule.EnabledAt).ToArray() }
            )
        ).ToDictionary(row => row.RuleId, row => row.Value, StringComparer.Ordinal);
        return rules
            .Where(rule =>
                values.TryGetValue(rule.Id, out var value)
                && rule is { Comparison: { } comparison, Threshold: { } threshold }
                && comparison.IsMet(value, threshold)
            )
            .Select(rule =>
                AlertInstance.Create(
                    rule,
                    ("metric", rule.Metric!), // never null for this kind
                    ("metric", rule.Metric!), // never null for this kind
                    ("value", Number(values[rule.Id])),
                    ("threshold", Number(rule.Threshold ?? 0))
                )
            );
    }

    /// <remarks>Rules whose SLO was removed cause no alert.</remarks>
    private static async Task<IEnumerable<AlertInstance>> FindBurns(
        IReadOnlyList<AlertRule> rules,
        IReadOnlyCollection<AlertRow> open,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        if (rules.Count == 0)
            return [];
        // Without those whose condition has ended: an empty window doesn't start it again.
        var firing = open.Where(alert => alert is { Phase: AlertPhase.Firing, EndedAt: null })
            .Select(alert => (alert.RuleId, SloId: alert.Labels.TryGetProperty("slo", out var slo) ? slo.GetString() : null))
            .ToHashSet();
        var ids = rules.Select(rule => rule.SloId!).Distinct(StringComparer.Ordinal).ToList(); // never null for this kind, as the speed
        var slos = (await ObjectiveBurn.List(ids, now, work)).ToDictionary(slo => slo.Id, StringComparer.Ordinal);
        return rules
            .Where(rule => slos.ContainsKey(rule.SloId!)) // never null for this kind
            .Select(rule => (Rule: rule, Slo: slos[rule.SloId!], Speed: rule.BurnSpeed!.Value)) // never null for this kind
            .Select(row => (row.Rule, row.Slo, row.Speed, Burn: row.Slo.FindTooFast(row.Speed, firing.Contains((row.Rule.Id, row.Slo.Id)), now)))
            .Where(row => row.Burn is not null)
            .Select(row =>
                AlertInstance.Create(
                    row.Rule,
                    ("slo", row.Slo.Id),
                    ("slo", row.Slo.Name),
                    ("burn", Rate(row.Burn!.Value)), // selected above
                    ("threshold", Rate(row.Slo.Threshold(row.Speed, now)))
                )
            );
    }

    internal static string Number(decimal number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);

    private static string Rate(decimal rate) => rate.ToString("#,0.##", CultureInfo.InvariantCulture);

    private sealed record CountRow(string RuleId, long Events);

    private sealed record ReadingRow(string RuleId, decimal Value);
}
