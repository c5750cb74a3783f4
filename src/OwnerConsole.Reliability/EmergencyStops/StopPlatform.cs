using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.EmergencyStops;

/// <summary>Stops all operations and background jobs on every node until the stop is released.</summary>
public sealed class StopPlatform : Operation<PlatformState, NoInput>
{
    public override OperationDefinition Definition =>
        new("platform.stop", "Stop everything", "stopped")
        {
            Group = ActionGroup.Danger,
            Synonyms = "emergency, emergency stop, panic, kill switch",
            DoneSentence = "Everything is stopped",
            RunsWhileStopped = true,
            RestoredByUndo = "Operations and pending jobs continue where they stopped.",
        };

    public override Task<IReadOnlyList<PlatformState>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => PlatformState.Load(ids, work);

    public override Refusal? Refuse(PlatformState platform, NoInput input) =>
        platform.IsStopped ? new("already_stopped", $"Everything is already stopped.") : null;

    public override Decision Decide(PlatformState platform, NoInput input) =>
        new(
            $"No operation starts and nothing is sent until the stop is released. {platform.Waiting:pending job} will wait. Events that applications report are still accepted.",
            new Effect("stopped", false, true)
        );

    public override Task Execute(IReadOnlyList<PlatformState> accepted, NoInput input, UnitOfWork work) => EmergencyStop.Set(work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlatformState> subjects, string undoneRun, UnitOfWork work) =>
        await EmergencyStop.Lift(work, undoneRun) ? [IdGenerator.Platform] : [];
}
