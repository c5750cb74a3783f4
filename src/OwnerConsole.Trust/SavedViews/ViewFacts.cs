using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>What decides about a view.</summary>
/// <param name="Changes">how often it was changed and changed back</param>
/// <param name="IsDefault">its list opens with it for who asks</param>
public sealed record ViewFacts(string ViewId, bool IsDiscarded, long Changes, bool IsDefault) : ISubject
{
    public string Id => ViewId;

    public string TenantId => IdSource.Platform;

    public long Revision => (Changes * 4) + (IsDiscarded ? 2 : 0) + (IsDefault ? 1 : 0) + 1;

    /// <remarks>The view of somebody else isn't there.</remarks>
    public static Task<IReadOnlyList<ViewFacts>> Load(IReadOnlyList<string> ids, Work work) =>
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
            new { ids, person = work.Caller!.Id } // who asks is known in a preview and in a run
        );
}
