using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Sets the caller's default view of a list.</summary>
public sealed class MakeDefaultView : Operation<ViewFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("saved_view.make_default", "Set default view", "set as default")
        {
            Noun = "view",
            DoneSentence = "Default view set",
            RestoredByUndo = "The previous default view, unless another one was set.",
        };

    public override Task<IReadOnlyList<ViewFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ViewFacts.Load(ids, work);

    public override Refusal? Refuse(ViewFacts view, NoInput input) =>
        view.IsDiscarded ? new("is_discarded", $"{view} was deleted.")
        : view.IsDefault ? new("already_default", $"{view} is already the default view of its list.")
        : null;

    public override Decision Decide(ViewFacts view, NoInput input) => new($"The list opens with {view}.");

    public override Task Execute(IReadOnlyList<ViewFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            insert into saved_views.defaults (person, list, view_id, opened_by, opened_at)
            select @person, list, view_id, @run, clock_timestamp() from saved_views.views where view_id = any(@ids) order by view_id
            """,
            new
            {
                person = work.Caller!.Id, // a run has a caller
                run = work.RunId,
                ids = accepted.Select(view => view.Id).ToArray(),
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ViewFacts> subjects, string undoneRun, UnitOfWork work) =>
        ViewRows.Defaults.CloseOpenedBy([.. subjects.Select(view => view.Id)], undoneRun, work);
}
