using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Objectives.Public;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Counts how often a rule would have fired in the last 30 days.</summary>
public sealed class AlertBacktester(Database database, MetricExecutor executor, ComparisonBacktester comparisons, NumberBacktester numbers)
{
    /// <summary>More log entries than that are not counted, so that a preview stays fast.</summary>
    private const int MaxEvents = 50_000;

    private static readonly TimeSpan s_history = TimeSpan.FromDays(30),
        s_maxTime = TimeSpan.FromSeconds(2);

    /// <param name="input">Normalized, and without problems.</param>
    /// <param name="work">The caller's transaction, which gives the time.</param>
    /// <returns>Null if the history can't tell, or if reading it takes too long.</returns>
    public async Task<int?> CountFirings(AlertRuleInput input, UnitOfWork work)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(work.Stop);
        soon.CancelAfter(s_maxTime);
        var history = new MetPeriod(work.Now - s_history, work.Now);
        try
        {
            await using var reading = await database.Read(soon.Token); // a run on the platform can't read tenants
            var alerts = await FindMet(input, history, reading, 1, soon.Token);
            return alerts?.Sum(met => AlertBacktest.CountFirings(met, TimingOf(input)));
        }
        catch (Exception) when (soon.IsCancellationRequested && !work.Stop.IsCancellationRequested)
        {
            return null; // the rule can be saved all the same
        }
    }

    /// <returns>Periods in which the condition was met, for each alert of the rule; null if the history can't tell.</returns>
    private async Task<IReadOnlyList<IEnumerable<MetPeriod>>?> FindMet(
        AlertRuleInput input,
        MetPeriod history,
        UnitOfWork reading,
        int level,
        CancellationToken stop
    ) =>
        input.Kind switch
        {
            AlertRuleKind.Probe => await FindProbes(input, history, reading),
            AlertRuleKind.Metric => await FindMetric(input, reading, stop),
            AlertRuleKind.SloBurn => await FindBurns(input, history, reading),
            AlertRuleKind.Change or AlertRuleKind.Anomaly => await FindCompared(input, history, reading, stop),
            AlertRuleKind.Composite => await FindComposite(input, history, reading, level, stop),
            AlertRuleKind.HealthNumber => await numbers.FindMet(input, history, reading),
            _ => await FindEvents(input, history, reading),
        };

    private async Task<IReadOnlyList<IEnumerable<MetPeriod>>?> FindCompared(
        AlertRuleInput input,
        MetPeriod history,
        UnitOfWork reading,
        CancellationToken stop
    ) => await comparisons.FindMet(input, history, reading, stop) is { } met ? [met] : null;

    private static AlertTiming TimingOf(AlertRuleInput input) =>
        new(TimeSpan.FromSeconds(input.ForSeconds ?? 0), TimeSpan.FromSeconds(input.KeepFiringSeconds ?? 0));

    /// <returns>Null if the history of one of its rules can't tell.</returns>
    private async Task<IReadOnlyList<IEnumerable<MetPeriod>>?> FindComposite(
        AlertRuleInput input,
        MetPeriod history,
        UnitOfWork reading,
        int level,
        CancellationToken stop
    )
    {
        if (level > CompositeLevels.Max || input is not { Rules: { } ids, MatchRules: { } match })
            return null;
        var firing = new List<IEnumerable<MetPeriod>>();
        foreach (var rule in (await AlertRule.List(ids, reading)).Where(rule => !rule.IsPaused)) // ten at most
        {
            var member = AlertRuleInput.Of(rule);
            if (await FindMet(member, history, reading, level + 1, stop) is not { } alerts)
                return null;
            firing.Add([.. alerts.SelectMany(met => AlertBacktest.FindFiring(met, TimingOf(member)))]);
        }
        return [AlertBacktest.FindTogether(firing, match.Needed(ids.Count, input.MinRules ?? 1))];
    }

    private static async Task<IReadOnlyList<IEnumerable<MetPeriod>>> FindProbes(AlertRuleInput input, MetPeriod history, UnitOfWork reading) =>
        [
            .. (await ProbeHealth.ListHistory(history.From, reading))
                .Where(probe => input.ProbeId is null || input.ProbeId == probe.Key)
                .Select(probe =>
                    probe
                        .Zip(probe.Skip(1).Select(next => next.At).Append(history.To))
                        .Where(pair => pair.First.State is HealthState.Down || (input.IncludesDegraded && pair.First.State is HealthState.Degraded))
                        .Select(pair => new MetPeriod(pair.First.At, pair.Second))
                ),
        ];

    /// <remarks>Based on hours, because shorter windows are kept for two days only.</remarks>
    private static async Task<IReadOnlyList<IEnumerable<MetPeriod>>?> FindBurns(AlertRuleInput input, MetPeriod history, UnitOfWork reading) =>
        input is { SloId: { } id, BurnSpeed: { } speed } && (await ObjectiveBurn.List(reading)).FirstOrDefault(known => known.Id == id) is { } slo
            ? [await slo.FindMet(speed, history, reading)]
            : null;

    private static async Task<IReadOnlyList<IEnumerable<MetPeriod>>?> FindEvents(AlertRuleInput input, MetPeriod history, UnitOfWork reading)
    {
        var times = await reading.List<DateTimeOffset>(
            """
            select l.at from core.log l
             where l.at >= @From and (l.code = any(@Codes) or l.event = any(@Codes))
               and coalesce((select t.mode from core.tenants t where t.tenant_id = l.tenant_id), 'live') = 'live'
             order by l.at, l.id
             limit @most
            """,
            new
            {
                history.From,
                input.Codes,
                most = MaxEvents + 1,
            }
        );
        var within = TimeSpan.FromSeconds(input.PeriodSeconds ?? 0);
        return times.Count > MaxEvents ? null
            : input.Kind is AlertRuleKind.Absence ? [AlertBacktest.FindGaps(times, within, history)]
            : [AlertBacktest.FindEvents(times, input.MinEvents ?? 1, within)];
    }

    /// <returns>Null for periods of several days, because their past values are not stored.</returns>
    private async Task<IReadOnlyList<IEnumerable<MetPeriod>>?> FindMetric(AlertRuleInput input, UnitOfWork reading, CancellationToken stop)
    {
        if (input is not { MetricRange: AlertMetricRange.Today, Metric: { } metric, ThresholdValue: { } threshold, Comparison: { } comparison })
            return null;
        try
        {
            var answer = await executor.Execute(new([metric], new(Last: "30d"), Grain.Day), Caller.System with { Mode = Mode.Live }, reading, stop);
            if (answer.Metrics[0].Freshness.State is FreshnessState.Failed)
                return null; // the failed statement has ended the transaction
            return
            [
                answer
                    .Metrics[0]
                    .Groups.SelectMany(group => group.Points)
                    .Where(point => !point.Partial && point.Figure.Value is { } value && comparison.IsMet(value, threshold))
                    .Select(point => new MetPeriod(point.From, point.To)),
            ];
        }
        catch (Problem problem) when (problem.Status is 400)
        {
            return null; // for example a metric without history
        }
    }
}
