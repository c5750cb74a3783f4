using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Deletes a personal or team view. The list itself doesn't change.</summary>
public sealed class DiscardView : Operation<ViewFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("saved_view.discard", "Delete view", "deleted") { Noun = "view", RestoredByUndo = "The view, unless another view has its name." };

    public override Task<IReadOnlyList<ViewFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ViewFacts.Load(ids, work);

    public override Refusal? Refuse(ViewFacts view, NoInput input) => view.IsDiscarded ? new("already_discarded", $"{view} is already deleted.") : null;

    public override Decision Decide(ViewFacts view, NoInput input) => new($"{view} is deleted.");

    public override Task Execute(IReadOnlyList<ViewFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            "update saved_views.views set closed_by = @run, closed_at = clock_timestamp() where view_id = any(@ids)",
            new { run = work.RunId, ids = accepted.Select(view => view.Id).ToArray() }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ViewFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update saved_views.views v
               set closed_by = null, closed_at = null
             where v.view_id = any(@ids) and v.closed_by = @undoneRun
               and not exists (select 1 from saved_views.views other
                                where other.list = v.list and other.owner is not distinct from v.owner and lower(other.name) = lower(v.name) and other.closed_by is null)
            returning v.view_id
            """,
            new { undoneRun, ids = subjects.Select(view => view.Id).ToArray() }
        );
}
