using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Finds components of the status page by part of their name.</summary>
internal sealed class StatusComponentFinder : IFinder
{
    public string Kind => StatusComponent.EntityKind;

    public string Permission => StatusPageRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await StatusComponent.List(work)) // at most a hundred
                    .Where(component => component.Id == text || component.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(most)
                    .Select(component => new SearchHit(component.Id, component.Name, "status component", StatusPageRoutes.Address)),
            ];
}

/// <summary>Finds incidents on the status page by part of their title.</summary>
internal sealed class StatusNoticeFinder : IFinder
{
    public string Kind => StatusNotice.IncidentKind;

    public string Permission => StatusPageRoutes.Read;

    public Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        StatusNoticeHits.Find(caller, NoticeKind.Incident, "status notice", text, most, work);
}

/// <summary>Finds maintenance on the status page by part of its title.</summary>
internal sealed class StatusMaintenanceFinder : IFinder
{
    public string Kind => StatusNotice.MaintenanceKind;

    public string Permission => StatusPageRoutes.Read;

    public Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        StatusNoticeHits.Find(caller, NoticeKind.Maintenance, "maintenance", text, most, work);
}

/// <summary>Search results of both kinds of notices.</summary>
internal static class StatusNoticeHits
{
    public static async Task<IReadOnlyList<SearchHit>> Find(Caller caller, NoticeKind kind, string noun, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (
                    await work.List<HitRow>(
                        """
                        select n.notice_id, n.title from status_pages.notices n
                         where n.tenant_id = 'tnt_platform' and n.closed_by is null and n.kind = @kind
                           and (n.notice_id = @text or strpos(lower(n.title), lower(@text)) > 0)
                         order by n.posted_at desc
                         limit @most
                        """,
                        new
                        {
                            kind,
                            text,
                            most,
                        }
                    )
                ).Select(row => new SearchHit(row.NoticeId, row.Title, noun, StatusPageRoutes.Of(row.NoticeId))),
            ];

    private sealed record HitRow(string NoticeId, string Title);
}
