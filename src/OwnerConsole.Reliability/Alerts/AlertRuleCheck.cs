using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Reliability.Objectives.Public;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Checks the settings of a rule.</summary>
public sealed class AlertRuleCheck(MetricExecutor executor, MetricCatalogue catalogue, WatchedNumbers numbers, Database database)
{
    /// <summary>Most rules. They are all evaluated together.</summary>
    public const int MaxRules = 200;

    public const int MaxName = 60,
        MaxMessage = 500;

    private const int MaxCodes = 20,
        MaxCode = 100,
        MaxEvents = 1_000,
        MinPeriod = 10,
        MaxPeriod = 2_678_400,
        MaxDelay = 86_400;

    /// <param name="input">Normalized.</param>
    /// <param name="ids">Rules that get the settings; empty for a new one.</param>
    /// <returns>Null if the settings can be saved.</returns>
    public async Task<Refusal?> FindProblem(AlertRuleInput input, IReadOnlyList<string> ids, UnitOfWork work) =>
        FindTextProblem(input)
        ?? input.Kind switch
        {
            AlertRuleKind.Probe => await FindProbeProblem(input, work),
            AlertRuleKind.Metric => await FindMetricProblem(input, work),
            AlertRuleKind.SloBurn => await FindBurnProblem(input, work),
            AlertRuleKind.Change or AlertRuleKind.Anomaly => ComparisonCheck.FindProblem(input) ?? await FindWindowProblem(input, work),
            AlertRuleKind.Composite => await CompositeCheck.FindProblem(input, ids, work),
            AlertRuleKind.HealthNumber => await NumberCheck.FindProblem(input, ids, numbers, work),
            _ => FindEventProblem(input),
        };

    private static Refusal? FindTextProblem(AlertRuleInput input) =>
        !SingleLineText.IsValid(input.Name, MaxName) ? new("bad_name", $"The name must be one line of at most {MaxName} characters.")
        : input.ForSeconds is < 0 or > MaxDelay || input.KeepFiringSeconds is < 0 or > MaxDelay
            ? new("bad_delay", $"The delays must be between 0 and {MaxDelay} seconds.")
        : input.Message!.Length > MaxMessage ? new("bad_message", $"The message must have at most {MaxMessage} characters.") // never null when normalized
        // The unknown name is not repeated, because refusals contain no text that a person typed.
        : AlertMessage.FindVariables(input.Message).Except(input.Kind.Variables(), StringComparer.Ordinal).Any() ? FindVariableProblem(input.Kind)
        : null;

    private static Refusal FindVariableProblem(AlertRuleKind kind) =>
        kind switch
        {
            AlertRuleKind.Probe => new("unknown_variable", $"The message contains an unknown variable. Use name, severity, probe, state and problem."),
            AlertRuleKind.LogEvent => new("unknown_variable", $"The message contains an unknown variable. Use name, severity, code, count and minutes."),
            AlertRuleKind.Absence => new("unknown_variable", $"The message contains an unknown variable. Use name, severity, code and minutes."),
            AlertRuleKind.SloBurn => new("unknown_variable", $"The message contains an unknown variable. Use name, severity, slo, burn and threshold."),
            AlertRuleKind.Change => new(
                "unknown_variable",
                $"The message contains an unknown variable. Use name, severity, metric, value, earlier, change and threshold."
            ),
            AlertRuleKind.Anomaly => new(
                "unknown_variable",
                $"The message contains an unknown variable. Use name, severity, metric, value, usual, lower and upper."
            ),
            AlertRuleKind.Composite => new("unknown_variable", $"The message contains an unknown variable. Use name, severity, rules, count and needed."),
            AlertRuleKind.HealthNumber => new(
                "unknown_variable",
                $"The message contains an unknown variable. Use name, severity, number, target, service, replica, value, unit and threshold."
            ),
            _ => new("unknown_variable", $"The message contains an unknown variable. Use name, severity, metric, value and threshold."),
        };

    private static Refusal? FindEventProblem(AlertRuleInput input) =>
        input.Codes!.Count is 0 or > MaxCodes || input.Codes.Any(code => !SingleLineText.IsValid(code, MaxCode)) // never null when normalized
            ? new("bad_codes", $"Enter 1 to {MaxCodes} codes of log entries, such as probe_down.")
        // The rule would cause the entries that it counts.
        : input.Codes.Any(code => code is AlertEvaluator.FiredCode or AlertEvaluator.ResolvedCode)
            ? new("bad_codes", $"A rule can't count the log entries of alerts.")
        : input.MinEvents is < 1 or > MaxEvents ? new("bad_count", $"The number of log entries must be between 1 and {MaxEvents}.")
        : input.PeriodSeconds is < MinPeriod or > MaxPeriod ? new("bad_period", $"The period must be between {MinPeriod} and {MaxPeriod} seconds.")
        : null;

    private static async Task<Refusal?> FindProbeProblem(AlertRuleInput input, UnitOfWork work) =>
        input.ProbeId is null || (await ProbeHealth.List(work)).Any(probe => probe.Id == input.ProbeId)
            ? null
            : new("unknown_probe", $"There is no such probe. Leave it blank to watch all probes.");

    private static async Task<Refusal?> FindBurnProblem(AlertRuleInput input, UnitOfWork work)
    {
        if ((await ObjectiveBurn.List(work)).FirstOrDefault(known => known.Id == input.SloId) is not { } slo)
            return new("unknown_slo", $"Select an SLO that exists.");
        var speed = input.BurnSpeed!.Value; // never null when normalized
        if (BurnRate.Max(slo.Target) <= slo.Threshold(speed, work.Now))
            return new(
                "unreachable_burn_rate",
                $"The rule would never fire: with the target of this SLO, the budget can't be spent that fast. Select a slower speed."
            );
        return
            slo.ProbeId is { } id
            && (await ProbeHealth.List(work)).FirstOrDefault(known => known.Id == id) is { } probe
            && !speed.HasEnoughEvents(probe.Interval, slo.MinEvents)
            ? new("too_few_checks", $"The probe is checked too rarely for this speed. Select a slower speed, or lower the minimum number of events of the SLO.")
            : null;
    }

    private async Task<Refusal?> FindMetricProblem(AlertRuleInput input, UnitOfWork work)
    {
        if (input.ThresholdValue is null)
            return new("bad_threshold", $"The threshold must be a number, such as 100 or 0.05.");
        if (input.Metric is null)
            return new("bad_metric", $"Select a metric.");
        try
        {
            await using var reading = await database.Read(work.Stop); // a run on the platform can't read tenants
            var known = (await catalogue.All(reading)).FirstOrDefault(metric => metric.Id == input.Metric);
            var isComplete = known is not null && input.Comparison!.Value.NeedsCompleteDays(known); // never null when normalized, as the range
            var query = input.MetricRange!.Value.Query([input.Metric], isComplete ? await AlertMetricRanges.FindYesterday(reading) : null);
            await executor.Execute(query, Caller.System, reading, work.Stop);
            return null;
        }
        catch (Problem problem) when (problem.Status is 400)
        {
            return new("bad_metric", $"The metric has no number for this period. Select another metric, or today.");
        }
    }

    /// <summary>The metric must have numbers for the window, also in the past. An hour that moves on every 15 minutes contains midnight once a day.</summary>
    private async Task<Refusal?> FindWindowProblem(AlertRuleInput input, UnitOfWork work)
    {
        var window = input.MeasuredOver!.Value; // never null when normalized
        try
        {
            await using var reading = await database.Read(work.Stop); // a run on the platform can't read tenants
            var zone = await MetricWindowReader.FindZone(reading);
            var midnight = zone.StartOf(zone.DayOf(work.Now).AddDays(-1));
            var period =
                input.Kind is AlertRuleKind.Change && window is MetricWindow.Hour
                    ? new MetPeriod(midnight.AddMinutes(-30), midnight.AddMinutes(30))
                    : window.EndingAt(window.FindEnd(work.Now, zone, isByClock: true), zone);
            await executor.Execute(MetricWindowReader.Query([input.Metric!], window, period, zone), Caller.System, reading, work.Stop); // not null: checked before
            return null;
        }
        catch (Problem problem) when (problem.Status is 400)
        {
            return new("bad_metric", $"The metric has no past numbers for this period. Select another metric, or 1 day.");
        }
    }
}
