using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Objectives.Public;

/// <summary>An SLO with its burn rates, for alert rules.</summary>
/// <param name="Name">Name that the team sees.</param>
/// <param name="Target">Percent of the events that must be good.</param>
/// <param name="Period">Period in which the target must be met.</param>
/// <param name="MinEvents">Fewer events in the long window cause no alert.</param>
/// <param name="Indicator">Hash of what it measures.</param>
/// <param name="ProbeId">Probe whose checks count; null if requests do.</param>
public sealed record ObjectiveBurn(string Id, string Name, decimal Target, ObjectivePeriod Period, long MinEvents, string Indicator, string? ProbeId)
{
    /// <summary>Events by window; windows without events are missing.</summary>
    public IReadOnlyDictionary<BurnWindow, EventCount> Windows { get; init; } = new Dictionary<BurnWindow, EventCount>();

    /// <returns>SLOs by name, without their windows.</returns>
    public static async Task<IReadOnlyList<ObjectiveBurn>> List(UnitOfWork work) => [.. (await Slo.List(work)).Select(Of)];

    /// <returns>The SLOs that are not removed, with the events of all windows.</returns>
    public static async Task<IReadOnlyList<ObjectiveBurn>> List(IReadOnlyCollection<string> ids, DateTimeOffset now, UnitOfWork work)
    {
        var slos = (await Slo.List(ids, work)).Select(Of).ToList();
        var windows = await SloWindows.List([.. slos.Select(slo => slo.Indicator)], now, work);
        return [.. slos.Select(slo => slo with { Windows = windows[slo.Indicator].ToDictionary(row => row.Window, row => row.Count) })];
    }

    /// <returns>Burn rate that both windows must exceed.</returns>
    public decimal Threshold(BurnSpeed speed, DateTimeOffset now) => speed.Threshold(Period.Length(DateOnly.FromDateTime(now.UtcDateTime)));

    /// <param name="isFiring">Whether the alert is firing, so that an empty short window continues it.</param>
    /// <returns>Burn rate of the long window if both windows exceed the threshold and there are enough events; null otherwise.</returns>
    public decimal? FindTooFast(BurnSpeed speed, bool isFiring, DateTimeOffset now)
    {
        var (longWindow, shortWindow) = (Windows.GetValueOrDefault(speed.Long()), Windows.GetValueOrDefault(speed.Short()));
        return BurnSpeeds.IsMet(longWindow, shortWindow, Target, MinEvents, Threshold(speed, now), isFiring) ? longWindow.Burn(Target) : null;
    }

    /// <returns>Hours of the history in which the budget was spent too fast.</returns>
    public async Task<IReadOnlyList<MetPeriod>> FindMet(BurnSpeed speed, MetPeriod history, UnitOfWork work) =>
        BurnBacktest.FindMet(
            await SloWindows.ListHours(Indicator, history.From - speed.Long().Length() - TimeSpan.FromHours(1), work),
            speed,
            Target,
            MinEvents,
            Threshold(speed, history.To),
            history
        );

    private static ObjectiveBurn Of(Slo slo) => new(slo.Id, slo.Name, slo.Target, slo.Period, slo.MinEvents, slo.Indicator, slo.ProbeId);
}
