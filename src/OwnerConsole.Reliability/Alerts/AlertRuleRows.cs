using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Writes versions of rules.</summary>
internal static class AlertRuleRows
{
    /// <summary>Replaces the current version of a rule, or adds its first one.</summary>
    /// <param name="input">Normalized.</param>
    public static async Task Open(string id, AlertRuleInput input, UnitOfWork work)
    {
        await AlertRule.Versions.Close([id], work);
        await work.Execute(
            """
            insert into alerts.rules (tenant_id, rule_id, kind, name, severity, probe_id, includes_degraded, codes, min_events, period_seconds, metric, metric_range,
                                      comparison, threshold, for_seconds, keep_firing_seconds, message, opened_by, opened_at)
            values ('tnt_platform', @id, @Kind, @Name, @Severity, @ProbeId, @IncludesDegraded, @Codes, @MinEvents, @PeriodSeconds, @Metric, @MetricRange,
                    @Comparison, @ThresholdValue::numeric, @ForSeconds, @KeepFiringSeconds, @Message, @run, clock_timestamp())
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
                input.ForSeconds,
                input.KeepFiringSeconds,
                input.Message,
                run = work.RunId,
            }
        );
        await work.SetName(id, AlertRule.EntityKind, input.Name);
    }

    /// <summary>Restores the names of rules after an undo.</summary>
    public static async Task RestoreNames(IReadOnlyList<string> ids, UnitOfWork work)
    {
        foreach (var rule in await AlertRule.List(ids, work)) // an undo restores only a few
            await work.SetName(rule.Id, AlertRule.EntityKind, rule.Name);
    }
}
