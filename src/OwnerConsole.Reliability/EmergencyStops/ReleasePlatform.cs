using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.EmergencyStops;

/// <summary>Releases the emergency stop with a reason, no matter who set it.</summary>
public sealed class ReleasePlatform : Operation<PlatformState, ReleasePlatform.Input>
{
    public sealed record Input([Description("Why it is safe to continue. The team sees it with the run.")] string Reason);

    public override Input Example => new("The cause was found and fixed.");

    public override OperationDefinition Definition =>
        new("platform.release", "Release the stop", "released")
        {
            Synonyms = "resume",
            DoneSentence = "Emergency stop lifted",
            RunsWhileStopped = true,
            RestoredByUndo = "Everything is stopped again.",
        };

    public override Task<IReadOnlyList<PlatformState>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => PlatformState.Load(ids, work);

    public override Refusal? Refuse(PlatformState platform, Input input) =>
        platform switch
        {
            { IsStopped: false } => new("not_stopped", $"The console is not stopped."),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Enter why it is safe to continue."),
            _ => null,
        };

    public override Decision Decide(PlatformState platform, Input input) =>
        new($"Operations can start again, and {platform.Waiting:pending job} can continue.", new Effect("stopped", true, false));

    public override async Task Execute(IReadOnlyList<PlatformState> accepted, Input input, UnitOfWork work)
    {
        await EmergencyStop.Lift(work);
        work.WakeWorkers();
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlatformState> subjects, string undoneRun, UnitOfWork work)
    {
        if (subjects.Any(platform => platform.IsStopped))
            return []; // it has been stopped again since
        await EmergencyStop.Set(work);
        return [IdGenerator.Platform];
    }
}
