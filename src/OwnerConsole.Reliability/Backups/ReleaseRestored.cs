using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Resumes emails and events after a restore, once a team member has checked the database.</summary>
public sealed class ReleaseRestored : Operation<RestoredState, ReleaseRestored.Input>
{
    public sealed record Input([Description("Checks you have done. The team sees them with the run.")] string Reason);

    public override Input Example => new("The latest tenants are present, and the original console is turned off.");

    public override OperationDefinition Definition =>
        new("platform.release_restored", "Release the restored console", "released")
        {
            DoneSentence = "The restored console is live",
            RestoredByUndo = "Emails and events that have not been sent are held again.",
            NotRestoredByUndo = "Emails and events that have already been sent.",
        };

    public override async Task<IReadOnlyList<RestoredState>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        ids.Contains(IdGenerator.Platform) ? [await RestoredState.Load(work)] : [];

    public override Refusal? Refuse(RestoredState platform, Input input) =>
        platform switch
        {
            { IsHeld: false } => new("not_restored", $"The database was not restored, or has already been released."),
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Enter what you have checked."),
            _ => null,
        };

    public override Decision Decide(RestoredState platform, Input input) =>
        new(
            $"{platform.Waiting:pending email or event|pending emails and events} will be sent. Messages sent between the backup and the restore may be sent a second time, and changes made in that time are missing from this console."
        );

    public override Task Execute(IReadOnlyList<RestoredState> accepted, Input input, UnitOfWork work) => Restores.Release(work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RestoredState> subjects, string undoneRun, UnitOfWork work) =>
        await Restores.Reopen(undoneRun, work) ? [IdGenerator.Platform] : [];
}
