using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Stores the numbers of rules that compare a metric with its past: the current one, and what follows from the earlier ones.</summary>
/// <remarks>A complete day is read again every hour, because late reports can still change it.</remarks>
internal sealed class AlertComparisonReader(Database database, MetricWindowReader reader) : IWorkHandler
{
    private static readonly TimeSpan s_readAgain = TimeSpan.FromHours(1);

    public string Name => "alerts.compare_metrics";

    public string Title => "Compare metrics of alert rules with their past";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        List<(AlertRule Rule, MetPeriod Period)> due;
        Zone zone;
        DateTimeOffset startedAt;
        await using (var reading = await database.Read(stop))
        {
            startedAt = await reading.One<DateTimeOffset>("select now()"); // reads without a transaction have no time of their own
            var rules = (await AlertRule.List(reading)).Where(rule => rule.Kind.ComparesWithPast() && !rule.IsPaused).ToList();
            if (rules.Count == 0)
                return WorkOutcome.Completed;
            zone = await MetricWindowReader.FindZone(reading);
            due = FindDue(rules, (await ListKnown(reading)).ToDictionary(row => row.RuleId, StringComparer.Ordinal), startedAt, zone);
        }
        var found = new List<ComparedReading>();
        foreach (var group in due.GroupBy(row => (row.Period, row.Rule.MeasuredOver, row.Rule.ComparedWith, row.Rule.HistoryWeeks))) // each combination once
            found.AddRange(await Read([.. group.Select(row => row.Rule)], group.Key.Period, zone, stop));
        if (found.Count > 0)
            await Save(found, startedAt, stop);
        return WorkOutcome.Completed;
    }

    /// <returns>Rules whose window has moved on or must be read again, with the window.</returns>
    private static List<(AlertRule Rule, MetPeriod Period)> FindDue(
        IReadOnlyList<AlertRule> rules,
        IReadOnlyDictionary<string, ReadRow> known,
        DateTimeOffset now,
        Zone zone
    ) =>
        [
            .. rules
                .Select(rule => (Rule: rule, Period: FindPeriod(rule, now, zone)))
                .Where(row => !(known.TryGetValue(row.Rule.Id, out var last) && IsFresh(last, row.Rule, row.Period.To, now))),
        ];

    private static MetPeriod FindPeriod(AlertRule rule, DateTimeOffset now, Zone zone)
    {
        var window = rule.MeasuredOver!.Value; // never null for these kinds
        return window.EndingAt(window.FindEnd(now, zone, rule.Kind is AlertRuleKind.Anomaly), zone);
    }

    private static bool IsFresh(ReadRow last, AlertRule rule, DateTimeOffset end, DateTimeOffset now) =>
        last.MeasuredUntil == end && last.ReadAt > rule.EnabledAt && last.ReadAt > now - s_readAgain;

    /// <param name="rules">Rules that compare the same windows.</param>
    /// <param name="period">The current window.</param>
    /// <returns>Without rules whose metric can't be read at the moment. Their last numbers remain.</returns>
    private async Task<IReadOnlyList<ComparedReading>> Read(IReadOnlyList<AlertRule> rules, MetPeriod period, Zone zone, CancellationToken stop)
    {
        var first = rules[0];
        var window = first.MeasuredOver!.Value; // never null for these kinds
        var metrics = rules.Select(rule => rule.Metric!).Distinct(StringComparer.Ordinal).ToList(); // never null for these kinds
        var series = new List<IReadOnlyDictionary<string, decimal?>>();
        foreach (var each in AlertComparisons.FindEarlier(period, window, first.ComparedWith, first.HistoryWeeks, zone).Prepend(period)) // nine at most
        {
            var values = await reader.Read(metrics, window, each, zone, stop);
            series.Add(values);
            metrics.RemoveAll(metric => !values.ContainsKey(metric));
            if (metrics.Count == 0)
                return [];
        }
        return
        [
            .. rules
                .Where(rule => metrics.Contains(rule.Metric!)) // never null for these kinds
                .Select(rule => Create(rule, period.To, [.. series.Select(values => values[rule.Metric!])])), // never null for these kinds
        ];
    }

    private static ComparedReading Create(AlertRule rule, DateTimeOffset end, IReadOnlyList<decimal?> numbers)
    {
        IReadOnlyList<decimal> earlier = [.. numbers.Skip(1).OfType<decimal>()];
        if (rule.Kind is AlertRuleKind.Change)
            return new(rule, end, numbers[0], earlier is [var before, ..] ? before : null, null, null);
        var usual = UsualRange.Find(earlier);
        return new(rule, end, numbers[0], usual?.Median, usual?.Deviation, usual?.Points ?? 0);
    }

    private static Task<IReadOnlyList<ReadRow>> ListKnown(UnitOfWork reading) =>
        reading.List<ReadRow>(
            "select v.rule_id, v.measured_until, v.read_at from alerts.readings v where v.tenant_id = 'tnt_platform' and v.measured_until is not null"
        );

    /// <remarks>A rule that was changed in the meantime can have another metric. It is read again a minute later.</remarks>
    /// <param name="startedAt">When the rules were read.</param>
    private async Task Save(IReadOnlyList<ComparedReading> found, DateTimeOffset startedAt, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Name), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            insert into alerts.readings (tenant_id, rule_id, value, compared, deviation, points, measured_until, read_at)
            select 'tnt_platform', n.rule_id, n.value, n.compared, n.deviation, n.points, n.measured_until, @startedAt
              from unnest(@rules, @versions, @values, @compared, @deviations, @points, @ends) n(rule_id, version, value, compared, deviation, points, measured_until)
              join alerts.rules r on r.tenant_id = 'tnt_platform' and r.rule_id = n.rule_id and r.opened_at = n.version and r.closed_by is null
               for share of r
            on conflict (tenant_id, rule_id) do update
               set value = excluded.value, compared = excluded.compared, deviation = excluded.deviation, points = excluded.points,
                   measured_until = excluded.measured_until, read_at = excluded.read_at
            """,
            new
            {
                startedAt,
                rules = found.Select(reading => reading.Rule.Id).ToArray(),
                versions = found.Select(reading => reading.Rule.ChangedAt).ToArray(),
                values = found.Select(reading => reading.Value).ToArray(),
                compared = found.Select(reading => reading.Compared).ToArray(),
                deviations = found.Select(reading => reading.Deviation).ToArray(),
                points = found.Select(reading => reading.Points).ToArray(),
                ends = found.Select(reading => reading.End.ToUniversalTime()).ToArray(), // Npgsql writes instants in UTC only
            }
        );
        await work.MakeDue([AlertEvaluator.Lane]);
        await work.Commit();
    }

    private sealed record ReadRow(string RuleId, DateTimeOffset? MeasuredUntil, DateTimeOffset ReadAt);

    /// <param name="End">End of the window.</param>
    /// <param name="Compared">Earlier number, or the median of several; null without any.</param>
    /// <param name="Points">Number of earlier numbers; null if there is one at most.</param>
    private sealed record ComparedReading(AlertRule Rule, DateTimeOffset End, decimal? Value, decimal? Compared, decimal? Deviation, int? Points);
}
