using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Stores the current values of the metrics of rules, with one query for each period.</summary>
internal sealed class AlertMetricReader(Database database, MetricExecutor executor, MetricCatalogue catalogue, ILogger<AlertMetricReader> log) : IWorkHandler
{
    public string Name => "alerts.read_metrics";

    public string Title => "Read metrics of alert rules";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var values = new List<(AlertRule Rule, decimal? Value)>();
        await using (var reading = await database.Read(stop))
        {
            var rules = (await AlertRule.List(reading)).Where(rule => rule is { Kind: AlertRuleKind.Metric, IsPaused: false }).ToList();
            if (rules.Count == 0)
                return WorkOutcome.Completed;
            var yesterday = await AlertMetricRanges.FindYesterday(reading);
            var known = (await catalogue.All(reading)).ToDictionary(metric => metric.Id, StringComparer.Ordinal);
            var periods = rules
                .Where(rule => known.ContainsKey(rule.Metric!)) // never null for metrics, as the range and the comparison
                .GroupBy(rule => (rule.MetricRange!.Value, rule.Comparison!.Value.NeedsCompleteDays(known[rule.Metric!]) ? yesterday : (DateOnly?)null));
            foreach (var group in periods) // six at most
                values.AddRange(await Read([.. group], group.Key, reading, stop));
        }
        await using var work = await database.Write(WriteOrigin.Intake(Name), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            insert into alerts.readings (tenant_id, rule_id, value, read_at)
            select 'tnt_platform', n.rule_id, n.value, now()
              from unnest(@rules, @versions, @values) n(rule_id, version, value)
              -- A rule that was changed in the meantime can have another metric. It is read again a minute later.
              join alerts.rules r on r.tenant_id = 'tnt_platform' and r.rule_id = n.rule_id and r.opened_at = n.version and r.closed_by is null
               for share of r
            on conflict (tenant_id, rule_id) do update
               set value = excluded.value, read_at = excluded.read_at, compared = null, deviation = null, points = null, measured_until = null
            """,
            new
            {
                rules = values.Select(value => value.Rule.Id).ToArray(),
                versions = values.Select(value => value.Rule.ChangedAt).ToArray(),
                values = values.Select(value => value.Value).ToArray(),
            }
        );
        await work.MakeDue([AlertEvaluator.Lane]);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    /// <summary>Reads the metrics of one period with one query. If it is refused, for example because one metric has changed since its rule was saved, each is read alone.</summary>
    /// <returns>Without the metrics that can't be read. Their last values remain.</returns>
    private async Task<IReadOnlyList<(AlertRule Rule, decimal? Value)>> Read(
        IReadOnlyList<AlertRule> rules,
        (AlertMetricRange Range, DateOnly? Yesterday) period,
        UnitOfWork reading,
        CancellationToken stop
    )
    {
        var metrics = rules.Select(rule => rule.Metric!).Distinct(StringComparer.Ordinal).ToList(); // never null for metrics
        try
        {
            var answer = await executor.Execute(period.Range.Query(metrics, period.Yesterday), Caller.System with { Mode = Mode.Live }, reading, stop);
            var found = answer.Metrics.ToDictionary(
                metric => metric.Id,
                metric => metric.Groups is [var group, ..] ? group.Total?.Value : null,
                StringComparer.Ordinal
            );
            return [.. rules.Select(rule => (rule, found.GetValueOrDefault(rule.Metric!)))]; // never null for metrics
        }
        catch (Problem problem) when (metrics.Count == 1)
        {
            log.LogWarning(problem, "The metric {Metric} of an alert rule can't be read for the range {Range}.", metrics[0], period.Range);
            return [];
        }
        catch (Problem)
        {
            var values = new List<(AlertRule Rule, decimal? Value)>();
            foreach (var group in rules.GroupBy(rule => rule.Metric, StringComparer.Ordinal)) // rare
                values.AddRange(await Read([.. group], period, reading, stop));
            return values;
        }
    }
}
