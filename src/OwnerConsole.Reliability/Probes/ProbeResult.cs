using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Result of a check that waits to be stored.</summary>
/// <param name="problem">What is wrong; null if nothing is.</param>
/// <param name="latencyMs">Duration of a successful check; null if none was measured.</param>
internal sealed class ProbeResult(string probeId, DateTimeOffset at, HealthState state, string? problem, int? latencyMs) : PendingItem<bool>
{
    public string ProbeId => probeId;

    public DateTimeOffset At => at;

    public HealthState State => state;

    public string? Problem => problem;

    public int? LatencyMs => latencyMs;

    /// <summary>Run that had requested the check before it started; null if no one had.</summary>
    public string? Request { get; init; }

    /// <summary>Whether the application has called a heartbeat.</summary>
    public bool IsCall { get; init; }

    public bool IsOk => State is not HealthState.Down;
}
