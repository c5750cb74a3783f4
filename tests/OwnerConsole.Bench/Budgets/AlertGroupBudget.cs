using System.Diagnostics;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Reliability.Alerts;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Many alerts at once: all probes are down, and many rules watch all of them. The alerts of a rule are one group.</summary>
internal static class AlertGroupBudget
{
    private const int Runs = 7,
        Warmups = 2,
        WarmupProbes = 10;

    /// <param name="console">Has the probes of <see cref="MonitoringHistory"/> and a team member who receives emails about alerts.</param>
    public static async Task<IReadOnlyList<Budget>> Measure(BenchConsole console, bool quick)
    {
        var rules = quick ? 10 : 100;
        var alerts = rules * MonitoringHistory.Probes;
        await console.Hosted<LaneWorker>().StopAsync(CancellationToken.None); // otherwise it would evaluate too
        await AddRules(console, rules);
        var start = TimeProvider.System.GetUtcNow();
        await Evaluate(console, rules, WarmupProbes, start); // the first evaluations of a new process include compilation
        var measured = await Evaluate(console, rules, MonitoringHistory.Probes, start.AddHours(1));
        var notified = await console.One<long>("select count(distinct rule_id) from alerts.notifications where reason = 'new_firing'");
        return
        [
            new($"{alerts:N0} alerts grouped by {rules} rules, only the decision", Decide(alerts, rules), 1_000, "ms"),
            new($"{alerts:N0} alerts in one group, only the decision", Decide(alerts, 1), 1_000, "ms"),
            new($"{alerts:N0} stored alerts grouped by {rules} rules, and notifications queued", measured.Grouped, 1_000, "ms"),
            new($"{alerts:N0} stored alerts grouped again, without news", measured.GroupedAgain, 1_000, "ms"),
            new($"{alerts:N0} alerts fired and stored in one evaluation, before they are grouped", measured.Fired, null, "ms"),
            new("groups without a notification", rules - notified, 0, ""),
        ];
    }

    /// <returns>Median of the milliseconds until it is decided what each group of new alerts sends.</returns>
    private static double Decide(int alerts, int rules)
    {
        var durations = new List<double>();
        while (durations.Count < Runs)
        {
            var began = Stopwatch.GetTimestamp();
            DecideOnce(alerts, rules);
            durations.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return Budget.Share([.. durations.Skip(Warmups)], 0.5);
    }

    private static void DecideOnce(int alerts, int rules)
    {
        var (now, timing) = (TimeProvider.System.GetUtcNow(), GroupTiming.Default);
        foreach (var rule in Enumerable.Range(0, alerts).Select(number => Labels(number, rules)).GroupBy(labels => labels["rule"], StringComparer.Ordinal))
        {
            var fingerprints = rule.Select(labels => labels.Fingerprint).ToList();
            var check = AlertGroup.Empty.Add(now, timing).Check(now + timing.Wait, fingerprints, [], isMuteTime: false, timing);
            if (check.Reason is not NotificationReason.NewFiring)
                throw new InvalidOperationException("New alerts must be sent.");
        }
    }

    private static LabelSet Labels(int number, int rules) =>
        new([
            KeyValuePair.Create("rule", Text(number % rules)),
            KeyValuePair.Create("kind", "probe"),
            KeyValuePair.Create("severity", "high"),
            KeyValuePair.Create("probe", Text(number / rules)),
        ]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task AddRules(BenchConsole console, int rules) =>
        console.Do(
            $$$"""
            set app.intake = 'bench';
            insert into alerts.rules (tenant_id, rule_id, kind, name, severity, for_seconds, keep_firing_seconds, message, opened_by, opened_at, measured_since)
            select 'tnt_platform', 'alr_' || lpad(n::text, 26, '0'), 'probe', 'Rule ' || n, 'high', 0, 0, '{{probe}} is {{state}}.', 'bench', now(), now()
              from generate_series(1, {{{rules}}}) n
            """
        );

    /// <summary>Evaluates the rules from the first alert until all groups have reported the end of theirs.</summary>
    /// <param name="probes">Number of probes that are down.</param>
    /// <param name="start">Time of the first evaluation. The others follow when their groups are due.</param>
    private static async Task<EvaluationTimes> Evaluate(BenchConsole console, int rules, int probes, DateTimeOffset start)
    {
        await SetState(console, "down", probes);
        var fired = await EvaluateAt(console, start);
        var firing = await console.One<long>("select count(*) from alerts.alerts where phase = 'firing'");
        if (firing != rules * probes)
            throw new InvalidOperationException("Each rule must fire for each probe that is down.");
        await console.Until(IsSequenced); // the log entries of the alerts are read by others at the same time
        await console.Do("analyze alerts.alerts");
        var grouped = await EvaluateAt(console, start.AddSeconds(31));
        var again = await EvaluateAt(console, start.AddMinutes(6));
        await SetState(console, "up", probes);
        await EvaluateAt(console, start.AddMinutes(7));
        await EvaluateAt(console, start.AddMinutes(12));
        await console.Until(IsSequenced);
        return new(fired, grouped, again);
    }

    private static async Task<double> EvaluateAt(BenchConsole console, DateTimeOffset at)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake(AlertEvaluator.Kind), [IdGenerator.Platform]);
        var began = Stopwatch.GetTimestamp();
        await console.Get<AlertEvaluator>().Evaluate(at, work);
        await work.Commit();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <param name="probes">The first ones.</param>
    private static Task SetState(BenchConsole console, string state, int probes) =>
        console.Do(
            $"""
            set app.intake = 'bench';
            update probes.states set state = '{state}', since = now() where tenant_id = 'tnt_platform' and right(probe_id, 3)::int <= {probes}
            """
        );

    private const string IsSequenced = "select not exists (select from core.log l where not exists (select from core.log_order o where o.id = l.id))";

    /// <summary>Milliseconds of evaluations.</summary>
    /// <param name="Fired">In which all alerts fire.</param>
    /// <param name="Grouped">In which their groups are notified.</param>
    /// <param name="GroupedAgain">In which their groups have no news.</param>
    private sealed record EvaluationTimes(double Fired, double Grouped, double GroupedAgain);
}
