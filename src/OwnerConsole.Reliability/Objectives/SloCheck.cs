using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Checks the settings of an SLO.</summary>
internal static class SloCheck
{
    /// <summary>Most SLOs. They are all measured together.</summary>
    public const int MaxSlos = 100;

    public const int MaxName = 60,
        MaxRoute = 300,
        MaxTarget = 10;

    private const int MaxMinEvents = 1_000_000;

    /// <summary>Above this, one failure in 100,000 events exceeds the budget.</summary>
    private const decimal HighestTarget = 99.999m;

    /// <param name="input">Normalized.</param>
    /// <returns>Null if the settings can be saved.</returns>
    public static async Task<Refusal?> FindProblem(SloInput input, UnitOfWork work) =>
        !SingleLineText.IsValid(input.Name, MaxName) ? new("bad_name", $"The name must be one line of at most {MaxName} characters.")
        : input.TargetValue is not (>= 1 and <= HighestTarget)
            ? new("bad_percentage", $"The target must be a number of percent from 1 to 99.999, such as 99.9.")
        : input.MinEvents is < 1 or > MaxMinEvents ? new("bad_count", $"The minimum number of events must be between 1 and {MaxMinEvents}.")
        : input.Kind is SloKind.RequestLatency && input.ThresholdMs is not (>= LatencyThreshold.Min and <= LatencyThreshold.Max)
            ? new("bad_latency", $"The latency must be between {LatencyThreshold.Min} and {LatencyThreshold.Max} milliseconds.")
        : input.Kind is SloKind.ProbeSuccess ? await FindProbeProblem(input, work)
        : await FindServiceProblem(input, work);

    /// <param name="input">Normalized, and without other problems.</param>
    /// <param name="speeds">Speeds of the rules that watch the SLO and are not paused.</param>
    /// <param name="interval">Time between two checks; null if requests count.</param>
    /// <param name="now">Current time, which tells how long a calendar period is.</param>
    /// <returns>Why a rule would never fire with these settings; null if all can.</returns>
    public static Refusal? FindRuleProblem(SloInput input, IEnumerable<BurnSpeed> speeds, TimeSpan? interval, DateTimeOffset now)
    {
        var period = input.Period.Length(DateOnly.FromDateTime(now.UtcDateTime));
        foreach (var speed in speeds)
        {
            if (input.TargetValue is { } target && BurnRate.Max(target) <= speed.Threshold(period))
                return new(
                    "unreachable_burn_rate",
                    $"An alert rule of the SLO would never fire: with these settings, the budget can't be spent that fast. Change its speed, or pause it first."
                );
            if (interval is { } between && !speed.HasEnoughEvents(between, input.MinEvents ?? input.Kind.DefaultMinEvents()))
                return new(
                    "too_few_checks",
                    $"An alert rule of the SLO would never fire: the probe is checked too rarely. Change its speed, pause it, or lower the minimum number of events."
                );
        }
        return null;
    }

    /// <returns>Time between two checks; null if requests count.</returns>
    public static async Task<TimeSpan?> FindInterval(SloInput input, UnitOfWork work) =>
        input.ProbeId is { } id ? (await ProbeHealth.List(work)).FirstOrDefault(probe => probe.Id == id)?.Interval : null;

    private static async Task<Refusal?> FindProbeProblem(SloInput input, UnitOfWork work) =>
        input.ProbeId is { } id && (await ProbeHealth.List(work)).Any(probe => probe.Id == id) ? null : new("unknown_probe", $"Select a probe that exists.");

    private static async Task<Refusal?> FindServiceProblem(SloInput input, UnitOfWork work)
    {
        if (input.Service is not { } service || !(await SloServiceSource.List(work)).Contains(service, StringComparer.Ordinal))
            return new("unknown_service", $"Select a service that sends telemetry.");
        return
            input.Route is { } route
            && !await work.One<bool>(
                "select exists (select from telemetry.routes where tenant_id = 'tnt_platform' and service = @service and route = @route)",
                new { service, route }
            )
            ? new("unknown_route", $"The service has no such route. Enter it as listed on the page of the service, or leave it blank for all routes.")
            : null;
    }
}
