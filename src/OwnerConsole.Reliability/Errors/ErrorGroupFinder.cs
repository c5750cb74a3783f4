using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Finds errors by part of their title.</summary>
internal sealed class ErrorGroupFinder : IFinder
{
    public string Kind => ErrorGroup.EntityKind;

    public string Permission => ErrorRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work)
    {
        if (caller.IsScoped)
            return [];
        var rows = await work.List<Row>(
            """
            select g.group_id as id, g.title, g.culprit from errors.groups g
             where g.tenant_id = 'tnt_platform' and (g.group_id = @text or strpos(lower(g.title), lower(@text)) > 0)
             order by g.last_seen_at desc limit @most
            """, // at most a few thousand
            new { text, most }
        );
        return [.. rows.Select(row => new SearchHit(row.Id, row.Title, $"{row.Culprit ?? "unknown place"} · error", ErrorRoutes.Of(row.Id)))];
    }

    private sealed record Row(string Id, string Title, string? Culprit);
}
