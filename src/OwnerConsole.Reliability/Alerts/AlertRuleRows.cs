using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Writes versions of rules.</summary>
internal static class AlertRuleRows
{
    /// <summary>What a rule measures. While it is the same in two versions (r and u), the period of the rule continues.</summary>
    private const string MeasuresSame = """
        (r.kind, r.codes, r.min_events, r.period_seconds, r.metric, r.metric_range, r.comparison, r.slo_id, r.burn_speed, r.measured_over, r.compared_with, r.history_weeks,
         r.health_number, r.service, r.number_scope)
        is not distinct from
        (u.kind, u.codes, u.min_events, u.period_seconds, u.metric, u.metric_range, u.comparison, u.slo_id, u.burn_speed, u.measured_over, u.compared_with, u.history_weeks,
         u.health_number, u.service, u.number_scope)
        """;

    /// <summary>Replaces the current version of a rule, or adds its first one.</summary>
    /// <param name="input">Normalized.</param>
    public static async Task Open(string id, AlertRuleInput input, UnitOfWork work)
    {
        await AlertRule.Versions.Close([id], work);
        await work.Execute(
            """
            insert into alerts.rules (tenant_id, rule_id, kind, name, severity, probe_id, includes_degraded, codes, min_events, period_seconds, metric, metric_range,
                                      comparison, threshold, slo_id, burn_speed, measured_over, compared_with, change_in, direction, min_base, deviations,
                                      history_weeks, min_points, min_difference, rule_ids, match_rules, min_rules, health_number, service, number_scope,
                                      missing_data, for_seconds, keep_firing_seconds, message, opened_by, opened_at, measured_since)
            values ('tnt_platform', @id, @Kind, @Name, @Severity, @ProbeId, @IncludesDegraded, @Codes, @MinEvents, @PeriodSeconds, @Metric, @MetricRange,
                    @Comparison, @ThresholdValue::numeric, @SloId, @BurnSpeed, @MeasuredOver, @ComparedWith, @ChangeIn, @Direction, @MinBaseValue::numeric,
                    @Deviations, @HistoryWeeks, @MinPoints, @MinDifferenceValue::numeric, @Rules, @MatchRules, @MinRules, @HealthNumber, @Service, @NumberScope,
                    @MissingData, @ForSeconds, @KeepFiringSeconds, @Message, @run, clock_timestamp(), clock_timestamp())
            """,
            new
            {
                id,
                input.Kind,
                input.Name,
                input.Severity,
                input.ProbeId,
                input.IncludesDegraded,
                input.Codes,
                input.MinEvents,
                input.PeriodSeconds,
                input.Metric,
                input.MetricRange,
                input.Comparison,
                input.ThresholdValue,
                input.SloId,
                input.BurnSpeed,
                input.MeasuredOver,
                input.ComparedWith,
                input.ChangeIn,
                input.Direction,
                input.MinBaseValue,
                input.Deviations,
                input.HistoryWeeks,
                input.MinPoints,
                input.MinDifferenceValue,
                input.Rules,
                input.MatchRules,
                input.MinRules,
                input.HealthNumber,
                input.Service,
                input.NumberScope,
                input.MissingData,
                input.ForSeconds,
                input.KeepFiringSeconds,
                input.Message,
                run = work.RunId,
            }
        );
        await work.Execute(
            $"""
            update alerts.rules r set measured_since = greatest(coalesce(u.measured_since, u.opened_at), u.restored_at)
              from alerts.rules u
             where r.tenant_id = 'tnt_platform' and r.rule_id = @id and r.closed_by is null and u.tenant_id = r.tenant_id and u.rule_id = r.rule_id and u.closed_by = @run
               and {MeasuresSame}
            """,
            new { id, run = work.RunId }
        );
        await work.SetName(id, AlertRule.EntityKind, input.Name);
    }

    /// <summary>Restores the settings that a run changed. If they measure the same as the undone ones, the period of the rule continues.</summary>
    /// <returns>Ids of the restored rules.</returns>
    public static async Task<IReadOnlyList<string>> Undo(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work)
    {
        var restored = await AlertRule.Versions.Undo(ids, undoneRun, work);
        await work.Execute(
            $"""
            update alerts.rules r set restored_at = u.measured_since
              from alerts.rules u
             where r.tenant_id = 'tnt_platform' and r.rule_id = any(@restored) and r.closed_by is null and u.tenant_id = r.tenant_id and u.rule_id = r.rule_id
               and u.opened_by = @undoneRun and {MeasuresSame}
            """,
            new { restored = restored.ToArray(), undoneRun }
        );
        await RestoreNames(restored, work);
        return restored;
    }

    /// <summary>Restores the names of rules after an undo.</summary>
    private static async Task RestoreNames(IReadOnlyList<string> ids, UnitOfWork work)
    {
        foreach (var rule in await AlertRule.List(ids, work)) // an undo restores only a few
            await work.SetName(rule.Id, AlertRule.EntityKind, rule.Name);
    }
}
