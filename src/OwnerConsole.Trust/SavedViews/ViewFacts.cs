using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>A saved view, as the subject of an operation.</summary>
/// <param name="Changes">Number of changes and undone changes.</param>
/// <param name="IsDefault">Whether it is the caller's default view of its list.</param>
public sealed record ViewFacts(string ViewId, bool IsDiscarded, long Changes, bool IsDefault) : ISubject
{
    public string Id => ViewId;

    public string TenantId => IdGenerator.Platform;

    public long Revision => (Changes * 4) + (IsDiscarded ? 2 : 0) + (IsDefault ? 1 : 0) + 1;

    /// <remarks>Personal views of others are not found.</remarks>
    public static Task<IReadOnlyList<ViewFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<ViewFacts>(
            $"""
            select v.view_id, v.closed_by is not null as is_discarded,
                   (select count(*) + count(c.closed_by) from saved_views.changes c where c.view_id = v.view_id) as changes,
                   coalesce(v.view_id = {SavedViewList.Default}, false) as is_default
              from saved_views.views v
             where v.view_id = any(@ids) and (v.owner is null or v.owner = @person)
             order by v.view_id
             {work.ForUpdate("v")}
            """,
            new { ids, person = work.Caller!.Id } // previews and runs have a caller
        );
}
