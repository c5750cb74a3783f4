using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Saves a new broadcast as a draft. Nothing is sent.</summary>
public sealed class CreateBroadcast(Database database, RecipientReader reader) : Operation<BroadcastFacts, BroadcastInput>
{
    public const string Name = "broadcast.create";

    public override BroadcastInput Example => new("New reports, {{recipient.name}}", "**Reports** are ready for {{tenant.name}}.", BroadcastKind.FeatureUpdate);

    public override OperationDefinition Definition =>
        new(Name, "Create broadcast", "created")
        {
            Subject = "platform",
            Noun = "broadcast",
            Synonyms = "announcement, newsletter, message all users, mass email",
            RestoredByUndo = "The draft is deleted, unless it was changed or sent since.",
        };

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, BroadcastInput input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var loaded = await BroadcastFacts.Load([IdGenerator.Platform], database, work);
        return [await BroadcastPlan.With(loaded[0] with { NewId = work.NewId(Broadcast.Prefix, IdGenerator.Platform) }, input, reader, database, work)];
    }

    public override Task<IReadOnlyList<BroadcastFacts>> LoadForUndo(IReadOnlyList<string> ids, BroadcastInput input, UnitOfWork work) =>
        BroadcastFacts.Load([.. ids.Where(id => id == IdGenerator.Platform)], database, work);

    public override Refusal? Refuse(BroadcastFacts subject, BroadcastInput input) => subject.IsTenantUnknown ? BroadcastRefusals.UnknownTenant : null;

    public override Decision Decide(BroadcastFacts subject, BroadcastInput input) =>
        new($"A draft is saved that {subject.Reach!.Recipients:member} would receive now. Nothing is sent until you send it.") { Created = subject.NewId }; // not null: it is read for each change

    public override Task Execute(IReadOnlyList<BroadcastFacts> accepted, BroadcastInput input, UnitOfWork work) =>
        BroadcastRows.Open(BroadcastRows.Draft(accepted[0].NewId, accepted[0].Mode, input, accepted[0].Audience!, work), work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await BroadcastRows.CloseUnsent(undoneRun, work);
        return closed.Count > 0 ? [IdGenerator.Platform] : [];
    }
}
