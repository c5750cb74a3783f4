using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Updates a saved view with the current filters of its list.</summary>
public sealed class ChangeView : Operation<ViewFacts, ChangeView.Input>
{
    public sealed record Input(
        [Prefilled, Description("Query string of the list's address with its question mark. Empty for the unfiltered list.")] string Query
    );

    public override Input Example => new("?outcome=failed");

    public override OperationDefinition Definition =>
        new("saved_view.change", "Change view", "changed") { Noun = "view", RestoredByUndo = "The previous filters, unless the view was changed again." };

    public override Task<IReadOnlyList<ViewFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ViewFacts.Load(ids, work);

    public override Refusal? Refuse(ViewFacts view, Input input) =>
        view.IsDiscarded ? new("is_discarded", $"{view} was deleted.")
        : !SaveView.IsQuery(input.Query) ? new("bad_query", SaveView.NoQuery)
        : null;

    public override Decision Decide(ViewFacts view, Input input) => new($"The filters of {view} change.");

    public override Task Execute(IReadOnlyList<ViewFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            insert into saved_views.changes (view_id, query, opened_by, opened_at)
            select v, @Query, @run, clock_timestamp() from unnest(@ids) v
            """,
            new
            {
                input.Query,
                run = work.RunId,
                ids = accepted.Select(view => view.Id).ToArray(),
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ViewFacts> subjects, string undoneRun, UnitOfWork work) =>
        ViewRows.Changes.CloseOpenedBy([.. subjects.Select(view => view.Id)], undoneRun, work);
}
