using System.ComponentModel;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Lets mail and events leave a restored database again, once somebody has looked at it.</summary>
public sealed class ReleaseRestored : Operation<RestoredState, ReleaseRestored.Input>
{
    public sealed record Input([Description("What you have looked at; the team sees it with the run.")] string Reason);

    public override Input Example => new("The last tenants are there, and the console that was before is switched off.");

    public override Declaration Is =>
        new("platform.release_restored", "Release the restored console", "released")
        {
            Told = "The restored console is released",
            ComesBack = "What has not left by then waits again.",
            StaysGone = "What has left stays sent.",
        };

    public override async Task<IReadOnlyList<RestoredState>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        ids.Contains(IdSource.Platform) ? [await RestoredState.Load(work)] : [];

    public override Refusal? Refuse(RestoredState platform, Input input) =>
        platform switch
        {
            { IsHeld: false } => new("not_restored", $"Nothing waits because of a restore."),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Say what you have looked at."),
            _ => null,
        };

    public override Decision Decide(RestoredState platform, Input input) =>
        new(
            $"What waits leaves, {platform.Waiting:letter or event|letters and events}, and what is new does as always. What had left between the backup and the restore leaves a second time; what happened then is known to others and not to this console."
        );

    public override Task Execute(IReadOnlyList<RestoredState> accepted, Input input, Work work) => Restores.Close(work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RestoredState> subjects, string undoneRun, Work work) =>
        await Restores.Reopen(undoneRun, work) ? [IdSource.Platform] : [];
}
