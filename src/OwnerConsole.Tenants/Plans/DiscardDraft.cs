using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Plans;

/// <summary>Discards the draft of a plan. The current version stays as it is.</summary>
public sealed class DiscardDraft : Operation<DraftFacts, DiscardDraft.Nothing>
{
    public sealed record Nothing;

    public override OperationDefinition Definition =>
        new("plan.discard_draft", "Discard draft", "discarded") { Noun = "draft", RestoredByUndo = "The draft is restored, unless a new one was started." };

    public override Task<IReadOnlyList<DraftFacts>> Load(IReadOnlyList<string> ids, Nothing input, UnitOfWork work) => DraftFacts.Load(ids, work);

    public override Refusal? Refuse(DraftFacts plan, Nothing input) => plan.Draft is null ? new("no_draft", $"{plan} has no draft.") : null;

    public override Decision Decide(DraftFacts plan, Nothing input) => new($"The draft of {plan} is discarded. The current version stays as it is.");

    public override Task Execute(IReadOnlyList<DraftFacts> accepted, Nothing input, UnitOfWork work) =>
        DraftRows.Close([.. accepted.Select(plan => plan.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DraftFacts> subjects, string undoneRun, UnitOfWork work) =>
        DraftRows.Reopen([.. subjects.Select(plan => plan.Id)], undoneRun, work);
}
