using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Matches of a search text among runs. Names are looked up in small tables first, so that no run is scanned.</summary>
/// <param name="Operations">Names of matching operations.</param>
/// <param name="Askers">Requesters with a matching name.</param>
/// <param name="Ids">The text itself, which may be the id of a run.</param>
public sealed record RunSearch(IReadOnlyList<string> Operations, IReadOnlyList<string> Askers, IReadOnlyList<string> Ids)
{
    /// <summary>Maximum number of distinct requesters: team members and applications.</summary>
    private const int MaxRequesters = 500;

    /// <summary>Maximum number of matching requesters to search for.</summary>
    private const int MaxMatches = 50;

    public static async Task<RunSearch> Find(string text, OperationCatalogue catalogue, UnitOfWork work)
    {
        var askers = await work.Distinct("core.runs", "requested_by", "true", MaxRequesters);
        var names = await SentenceRenderer.For(askers, work);
        var named = askers.Where(asker => names.Name(asker).Contains(text, StringComparison.OrdinalIgnoreCase)).Take(MaxMatches);
        return new(catalogue.FindByTitle(text), [.. named], [text]);
    }

    internal IReadOnlyList<AnyOf> Any =>
        [new("r.operation", "operations", Operations.Count), new("r.requested_by", "askers", Askers.Count), new("r.run_id", "ids")];
}
