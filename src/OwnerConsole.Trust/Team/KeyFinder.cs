using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Trust.Team;

/// <summary>Finds API keys by part of a name, including revoked ones, because the log mentions them.</summary>
/// <remarks>Reads the names kept for the log, because read-only work can't access the table of keys.</remarks>
public sealed class KeyFinder : IFinder
{
    public string Kind => "api_key";

    public string Permission => KeyRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (
                    await work.List<Row>(
                        "select id, name from core.entity_names where kind = 'key' and (id = @text or core.search_text(name) like core.search_text(@pattern)) order by lower(name), id limit @most",
                        new
                        {
                            text,
                            pattern = LikePattern.Contains(text),
                            most,
                        }
                    )
                ).Select(key => new SearchHit(key.Id, key.Name, "API key", $"{KeyRoutes.Address}?q={Uri.EscapeDataString(key.Name)}")),
            ];

    private sealed record Row(string Id, string Name);
}
