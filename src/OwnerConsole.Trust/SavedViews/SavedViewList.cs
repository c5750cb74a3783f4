using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>The views that somebody sees: their own and the team's.</summary>
public sealed class SavedViewList
{
    /// <param name="list">of one list alone; null for all</param>
    public Task<IReadOnlyList<SavedView>> Find(Caller caller, string? list, Work work) =>
        work.List<SavedView>(
            """
            select v.view_id as id, v.list,
                   coalesce((select c.query from saved_views.changes c where c.view_id = v.view_id and c.closed_by is null order by c.opened_at desc limit 1), v.query) as query,
                   v.name, case when owner is null then 'team' else 'only_me' end as audience
              from saved_views.views v
             where closed_by is null and (owner is null or owner = @owner) and (@list::text is null or list = @list)
             order by list, owner nulls first, lower(name), view_id
             limit 500
            """,
            new { owner = caller.Id, list }
        );
}
