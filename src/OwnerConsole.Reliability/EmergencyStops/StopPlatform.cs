using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.EmergencyStops;

/// <summary>Stops everything that the console does by itself or for somebody, on every node, until it is released.</summary>
public sealed class StopPlatform : Operation<PlatformState, StopPlatform.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("platform.stop", "Stop everything", "stopped")
        {
            Told = "Everything is stopped",
            RunsWhileStopped = true,
            ComesBack = "Operations and waiting work go on where they stood.",
        };

    public override Task<IReadOnlyList<PlatformState>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => PlatformState.Load(ids, work);

    public override Refusal? Refuse(PlatformState platform, Nothing input) =>
        platform.IsStopped ? new("already_stopped", $"Everything is stopped already.") : null;

    public override Decision Decide(PlatformState platform, Nothing input) =>
        new(
            $"No operation starts and nothing is sent until the stop is released. What waits till then: {platform.Waiting:piece of work|pieces of work}. What applications report is still taken in.",
            new Effect("stopped", false, true)
        );

    public override Task Execute(IReadOnlyList<PlatformState> accepted, Nothing input, Work work) => EmergencyStop.Set(work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlatformState> subjects, string undoneRun, Work work) =>
        await EmergencyStop.Lift(work, undoneRun) ? [IdSource.Platform] : [];
}
