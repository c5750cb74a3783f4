using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>The debounced state of a probe: it changes only after several checks in a row agree.</summary>
/// <param name="Since">When the state was reached; null while it is unknown.</param>
/// <param name="Candidate">State that it changes to; null if the last check confirmed the state.</param>
/// <param name="Streak">Number of last checks that were all better, or all worse, than the state.</param>
internal sealed record ProbeStatus(HealthState State, DateTimeOffset? Since, HealthState? Candidate, int Streak)
{
    public static readonly ProbeStatus Initial = new(HealthState.Unknown, null, null, 0);

    /// <param name="result">Up, degraded or down.</param>
    /// <returns>The state after another check. The first result of a new probe counts at once, because it has no earlier state to protect.</returns>
    public ProbeStatus After(HealthState result, DateTimeOffset at, int failuresUntilDown, int successesUntilUp)
    {
        if (result == State)
            return this with { Candidate = null, Streak = 0 };
        var isWorse = result > State;
        var continues = Candidate is { } before && before > State == isWorse;
        // Mixed results count for the state that all of them reach.
        var candidate =
            !continues ? result
            : isWorse ? Min(Candidate!.Value, result) // continues, so not null
            : Max(Candidate!.Value, result);
        var streak = continues ? Streak + 1 : 1;
        var needed =
            State is HealthState.Unknown ? 1
            : isWorse ? failuresUntilDown
            : successesUntilUp;
        return streak >= needed ? new(candidate, at, null, 0) : this with { Candidate = candidate, Streak = streak };
    }

    private static HealthState Min(HealthState one, HealthState other) => one < other ? one : other;

    private static HealthState Max(HealthState one, HealthState other) => one > other ? one : other;
}
