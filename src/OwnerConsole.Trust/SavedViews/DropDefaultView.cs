using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Removes the caller's default view of a list, so that it opens unfiltered.</summary>
public sealed class DropDefaultView : Operation<ViewFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("saved_view.drop_default", "Remove default view", "removed as default")
        {
            Noun = "view",
            DoneSentence = "Default view removed",
            RestoredByUndo = "The previous default view, unless another one was set.",
        };

    public override Task<IReadOnlyList<ViewFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ViewFacts.Load(ids, work);

    public override Refusal? Refuse(ViewFacts view, NoInput input) => view.IsDefault ? null : new("not_default", $"{view} isn't the default view of its list.");

    public override Decision Decide(ViewFacts view, NoInput input) => new($"The list opens unfiltered instead of with {view}.");

    /// <remarks>Also closes earlier defaults, which would otherwise apply again.</remarks>
    public override Task Execute(IReadOnlyList<ViewFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            update saved_views.defaults d
               set closed_by = @run
              from saved_views.views v
             where v.view_id = any(@ids) and d.person = @person and d.list = v.list and d.closed_by is null
            """,
            new
            {
                person = work.Caller!.Id, // a run has a caller
                run = work.RunId,
                ids = accepted.Select(view => view.Id).ToArray(),
            }
        );

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ViewFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var ids = subjects.Select(view => view.Id).ToArray();
        var opened = await ViewRows.Defaults.Reopen(ids: null, undoneRun, work);
        return [.. ids.Intersect(opened, StringComparer.Ordinal)];
    }
}
