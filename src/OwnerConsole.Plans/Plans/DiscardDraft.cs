using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Plans;

/// <summary>Discards the draft of a plan. The current version stays as it is.</summary>
public sealed class DiscardDraft : Operation<DraftFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("plan.discard_draft", "Discard draft", "discarded")
        {
            Group = ActionGroup.Plan,
            Noun = "draft",
            RestoredByUndo = "The draft is restored, unless a new one was started.",
        };

    public override Task<IReadOnlyList<DraftFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DraftFacts.Load(ids, work);

    public override Refusal? Refuse(DraftFacts plan, NoInput input) => plan.Draft is null ? new("no_draft", $"{plan} has no draft.") : null;

    public override Decision Decide(DraftFacts plan, NoInput input) => new($"The draft of {plan} is discarded. The current version stays as it is.");

    public override Task Execute(IReadOnlyList<DraftFacts> accepted, NoInput input, UnitOfWork work) =>
        DraftRows.Close([.. accepted.Select(plan => plan.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DraftFacts> subjects, string undoneRun, UnitOfWork work) =>
        DraftRows.Reopen([.. subjects.Select(plan => plan.Id)], undoneRun, work);
}
