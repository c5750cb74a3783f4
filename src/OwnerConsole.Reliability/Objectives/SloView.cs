using System.Text.Json.Serialization;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>An SLO with its error budget and burn rates.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="Name">Name that the team sees.</param>
/// <param name="ProbeId">Probe whose checks count; null for other kinds.</param>
/// <param name="Service">Service whose requests count; null for other kinds.</param>
/// <param name="Route">Route whose requests count; null for all.</param>
/// <param name="ThresholdMs">Milliseconds in which a request must end; null for other kinds.</param>
/// <param name="MeasuredMs">Threshold that is measured in fact, which differs by at most 10%, because latencies are stored in steps; null for other kinds.</param>
/// <param name="Target">Percent of the events that must be good.</param>
/// <param name="Period">Period in which the target must be met.</param>
/// <param name="MinEvents">Fewer events in the long window of an alert cause none.</param>
/// <param name="ExcludesMaintenance">Whether events during announced maintenance don't count.</param>
/// <param name="From">First day of the current period (UTC).</param>
/// <param name="To">Last day of the current period (UTC).</param>
/// <param name="Events">Events of the current period until now.</param>
/// <param name="Bad">Those that failed or were too slow.</param>
/// <param name="Budget">Error budget of the current period.</param>
/// <param name="ExhaustedAt">When nothing is left of the budget at the burn rate of the last 6 hours; null if it lasts, is already exhausted, or there are too few events.</param>
/// <param name="BurnRates">Burn rates by window, the shortest first.</param>
/// <param name="ChangedAt">When it was added or last changed.</param>
public sealed record SloView(
    string Id,
    SloKind Kind,
    string Name,
    string? ProbeId,
    string? Service,
    string? Route,
    int? ThresholdMs,
    int? MeasuredMs,
    decimal Target,
    ObjectivePeriod Period,
    long MinEvents,
    bool ExcludesMaintenance,
    DateOnly From,
    DateOnly To,
    long Events,
    long Bad,
    ErrorBudget Budget,
    DateTimeOffset? ExhaustedAt,
    IReadOnlyList<SloBurn> BurnRates,
    DateTimeOffset ChangedAt
)
{
    /// <param name="count">Events of the current period.</param>
    /// <param name="since">Start of the history.</param>
    /// <param name="windows">Events by window; windows without events are missing.</param>
    internal static SloView Of(Slo slo, EventCount count, DateTimeOffset since, IReadOnlyDictionary<BurnWindow, EventCount> windows, DateTimeOffset now)
    {
        var budget = ErrorBudget.Of(count, slo.Target, slo.Period, since, now);
        var (first, end) = slo.Period.Days(DateOnly.FromDateTime(now.UtcDateTime));
        var burns = Enum.GetValues<BurnWindow>().Select(window => SloBurn.Of(window, windows.GetValueOrDefault(window), slo.Target)).ToList();
        var recent = windows.GetValueOrDefault(BurnWindow.SixHours);
        return new(
            slo.Id,
            slo.Kind,
            slo.Name,
            slo.ProbeId,
            slo.Service,
            slo.Route,
            slo.ThresholdMs,
            slo.ThresholdMs is { } ms ? LatencyThreshold.Measured(ms) : null,
            slo.Target,
            slo.Period,
            slo.MinEvents,
            slo.ExcludesMaintenance,
            first,
            end.AddDays(-1),
            count.Events,
            count.Bad,
            budget,
            budget.ProjectExhaustion(recent.Events >= slo.MinEvents ? recent.Burn(slo.Target) : null, slo.Period, since, now),
            burns,
            slo.ChangedAt
        );
    }
}

/// <summary>How fast an error budget is spent.</summary>
/// <param name="Window">Window that ends now. It starts with a whole bucket, so it is up to 5 minutes longer, and that of 3 days up to an hour.</param>
/// <param name="Events">Events in it.</param>
/// <param name="Bad">Those that failed or were too slow.</param>
/// <param name="Rate">1 spends exactly the budget in a period, rounded to two decimals; null without events.</param>
public sealed record SloBurn(BurnWindow Window, long Events, long Bad, decimal? Rate)
{
    internal static SloBurn Of(BurnWindow window, EventCount count, decimal target) =>
        new(window, count.Events, count.Bad, count.Burn(target) is { } rate ? Math.Round(rate, 2) : null);
}

/// <summary>Events of a day, and what was left of the error budget at its end.</summary>
/// <param name="Day">Day (UTC).</param>
/// <param name="Events">Events of the day.</param>
/// <param name="Bad">Those that failed or were too slow.</param>
/// <param name="RemainingPercent">Rest of the budget of the period until then, at least 0; null without events.</param>
public sealed record SloDay(DateOnly Day, long Events, long Bad, decimal? RemainingPercent);

/// <summary>An SLO with its days and its alert rules.</summary>
/// <param name="Slo">The SLO with its error budget.</param>
/// <param name="Days">Days of the current period until today, at most the last 92, oldest first.</param>
/// <param name="Rules">Alert rules that watch it, by name. Empty without access to alerts.</param>
/// <param name="IsProbeRemoved">Whether the probe whose checks counted was removed.</param>
public sealed record SloDetails(SloView Slo, IReadOnlyList<SloDay> Days, IReadOnlyList<ObjectiveRule> Rules, [property: JsonIgnore] bool IsProbeRemoved);
