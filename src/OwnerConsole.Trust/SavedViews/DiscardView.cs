using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Deletes a personal or team view. The list itself doesn't change.</summary>
public sealed class DiscardView : Operation<ViewFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("saved_view.discard", "Delete view", "deleted")
        {
            Group = ActionGroup.Danger,
            Noun = "view",
            RestoredByUndo = "The view, unless another view has its name.",
        };

    public override Task<IReadOnlyList<ViewFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ViewFacts.Load(ids, work);

    public override Refusal? Refuse(ViewFacts view, NoInput input) => view.IsDiscarded ? new("already_discarded", $"{view} is already deleted.") : null;

    public override Decision Decide(ViewFacts view, NoInput input) => new($"{view} is deleted.");

    public override Task Execute(IReadOnlyList<ViewFacts> accepted, NoInput input, UnitOfWork work) =>
        ViewRows.Views.Close([.. accepted.Select(view => view.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ViewFacts> subjects, string undoneRun, UnitOfWork work) =>
        ViewRows.Views.Reopen([.. subjects.Select(view => view.Id)], undoneRun, work);
}
