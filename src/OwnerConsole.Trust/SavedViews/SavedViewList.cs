using OwnerConsole.Data;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Finds the views that a caller can see: their own and the team's.</summary>
public sealed class SavedViewList
{
    /// <summary>SQL expression for the default view of @person for the list of view v; null when there is none.</summary>
    internal const string Default = """
        (select d.view_id from saved_views.defaults d where d.person = @person and d.list = v.list and d.closed_by is null order by d.opened_at desc, d.view_id desc limit 1)
        """;

    /// <param name="list">Path of a list; null for all lists.</param>
    public Task<IReadOnlyList<SavedView>> Find(Caller caller, string? list, UnitOfWork work) =>
        work.List<SavedView>(
            $"""
            select v.view_id as id, v.list,
                   coalesce((select c.query from saved_views.changes c where c.view_id = v.view_id and c.closed_by is null order by c.opened_at desc limit 1), v.query) as query,
                   v.name, case when owner is null then 'team' else 'only_me' end as audience,
                   coalesce(v.view_id = {Default}, false) as is_default
              from saved_views.views v
             where closed_by is null and (owner is null or owner = @person) and (@list::text is null or list = @list)
             order by list, owner nulls first, lower(name), view_id
             limit 500
            """,
            new { person = caller.Id, list }
        );

    /// <returns>The address of the caller's default view; null when the list opens unfiltered.</returns>
    public async Task<string?> FindDefault(Caller caller, string list, UnitOfWork work) =>
        (await Find(caller, list, work)).FirstOrDefault(view => view.IsDefault)?.Address;
}
