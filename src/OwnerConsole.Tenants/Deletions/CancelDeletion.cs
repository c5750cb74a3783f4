using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Access.Public;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Cancels the scheduled deletion of a tenant and restores the access that it blocked.</summary>
public sealed class CancelDeletion : Operation<DeletionFacts, NoInput>
{
    public const string Name = "tenant.cancel_deletion";

    public override OperationDefinition Definition =>
        new(Name, "Cancel deletion", "cancelled")
        {
            Noun = "deletion",
            Group = ActionGroup.Access,
            PeopleEffect = new("can sign in again", "can sign in again"),
            AffectsRevenue = true,
            Synonyms = "keep tenant, stop deletion",
            Reversal = Reversal.Compensates,
            UndoWindow = TimeSpan.FromDays(2),
            UndoRequiresStepUp = true,
            RestoredByUndo = "The deletion is scheduled again for the same time, and access is blocked again, unless that time has passed.",
        };

    public override Task<IReadOnlyList<DeletionFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DeletionFacts.Load(ids, work);

    public override Refusal? Refuse(DeletionFacts tenant, NoInput input) =>
        tenant switch
        {
            { DeletionId: null } => new("not_scheduled", $"{tenant} is not scheduled for deletion."),
            { HasStarted: true } => new("deletion_started", $"The deletion of {tenant} has started: the data is being erased and can't be restored."),
            _ => null,
        };

    public override Decision Decide(DeletionFacts tenant, NoInput input) =>
        new(
            tenant.IsBlocked
                ? Sentence.Say($"The deletion of {tenant} is cancelled. {tenant.People:person|people} can sign in again.")
                : Sentence.Say($"The deletion of {tenant} is cancelled. Its access doesn't change."),
            new Effect("deletion", tenant.DeletionId, null)
        )
        {
            Weight = new(People: tenant.People),
            Send = tenant.IsBlocked ? [DeletionMessages.Cancelled, DeletionAccess.RestoredMessage] : [DeletionMessages.Cancelled],
        };

    public override async Task Execute(IReadOnlyList<DeletionFacts> accepted, NoInput input, UnitOfWork work)
    {
        string[] ids = [.. accepted.Select(tenant => tenant.Id)];
        await DeletionRows.Cancel(ids, work);
        await DeletionAccess.Restore(ids, work);
    }

    // The facts are from before the undo, so access that it blocks is still open.
    public override Message[] GetUndoMessages(DeletionFacts tenant) =>
        tenant.HasAccess ? [DeletionMessages.Scheduled, DeletionAccess.BlockedMessage] : [DeletionMessages.Scheduled];

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeletionFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var scheduled = await DeletionRows.UndoCancel([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);
        DeletionAccess.Block([.. subjects.Where(tenant => tenant.HasAccess && scheduled.Contains(tenant.Id)).Select(tenant => tenant.Id)], work);
        return scheduled;
    }
}
