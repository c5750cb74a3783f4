using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.ServiceMap.Pages;

/// <summary>State of a service in the drawing of the service map.</summary>
/// <param name="Text">State in words; empty if nothing is known.</param>
/// <param name="Look">Class of its colour; empty for none.</param>
internal sealed record MapState(string Text, string Look)
{
    private static readonly MapState s_none = new("", "");

    /// <param name="service">Name of the service.</param>
    /// <param name="failure">Simulated failure; null if none is.</param>
    /// <param name="health">States of probes by name, used without a simulation.</param>
    public static MapState Of(string service, SimulatedFailure? failure, IReadOnlyDictionary<string, HealthState> health)
    {
        if (failure is null)
            return health.TryGetValue(service, out var state) ? Of(state) : s_none;
        if (service == failure.Service)
            return new("Simulated failure", "bad");
        return failure.Affected.FirstOrDefault(affected => affected.Service == service) switch
        {
            null => new("Not affected", ""),
            { Fails: true } => new("Fails", "bad"),
            _ => new("Limited", "soon"),
        };
    }

    private static MapState Of(HealthState state) =>
        state switch
        {
            HealthState.Up => new("Up", "ok"),
            HealthState.Degraded => new("Degraded", "soon"),
            HealthState.Down => new("Down", "bad"),
            _ => s_none,
        };
}
