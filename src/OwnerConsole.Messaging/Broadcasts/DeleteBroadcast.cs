using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Deletes a draft.</summary>
public sealed class DeleteBroadcast(Database database) : Operation<BroadcastFacts, NoInput>
{
    public const string Name = "broadcast.delete";

    public override OperationDefinition Definition =>
        new(Name, "Delete broadcast", "deleted") { Group = ActionGroup.Danger, RestoredByUndo = "The draft is listed again." };

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        await BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work);

    public override Refusal? Refuse(BroadcastFacts subject, NoInput input) =>
        subject switch
        {
            { Broadcast: null } => BroadcastRefusals.Deleted,
            { Broadcast.State: BroadcastState.Scheduled } => new("scheduled", $"It is scheduled. Stop it first."),
            { Broadcast.State: not BroadcastState.Draft } => new("already_sending", $"Only drafts can be deleted; what was sent is kept."),
            _ => null,
        };

    public override Decision Decide(BroadcastFacts subject, NoInput input) => new($"The draft {subject} is deleted. Nothing of it was sent.");

    public override Task Execute(IReadOnlyList<BroadcastFacts> accepted, NoInput input, UnitOfWork work) =>
        Broadcast.Versions.Close([.. accepted.Select(subject => subject.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work) =>
        Broadcast.Versions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
