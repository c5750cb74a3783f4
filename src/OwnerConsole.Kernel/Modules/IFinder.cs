using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Search results of a module. Queried during typing, so it must use an index.</summary>
public interface IFinder
{
    /// <summary>Kind of results, in the word that operations use for their subjects: <c>tenant</c>.</summary>
    string Kind { get; }

    /// <returns>True when the results include subjects of this kind, which operations can then be applied to.</returns>
    bool Finds(string subject) => subject == Kind;

    /// <summary>Permission required to search. Without it the finder is not called.</summary>
    string Permission { get; }

    /// <returns>At most the given number of hits, best first.</returns>
    Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work);

    /// <summary>Finds records whose name resembles a mistyped word. Called only when nothing contains the word.</summary>
    /// <returns>At most the given number of hits, most similar first; empty for records whose names aren't searched by similarity.</returns>
    Task<IReadOnlyList<SearchHit>> FindSimilar(Caller caller, Mode mode, string word, int most, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<SearchHit>>([]);
}

/// <summary>A search result.</summary>
/// <param name="Description">Detail that distinguishes it from others with the same name.</param>
/// <param name="Address">URL of its page.</param>
public sealed record SearchHit(string Id, string Name, string Description, string Address)
{
    /// <summary>Role of a member as reported, used in the names of operations on them. Null for other results.</summary>
    public string? Role { get; init; }

    /// <summary>Kind in the words of operations, for finders that find several kinds; null for the finder's own kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Searches by id, or by part of a name or key, in a list that is short enough to be read completely.</summary>
    /// <param name="kind">Word for an item, shown after its key.</param>
    /// <param name="address">URL of the page that lists the items.</param>
    /// <returns>At most the given number of hits, in list order.</returns>
    public static IReadOnlyList<SearchHit> Among(IEnumerable<(string Id, string Name, string Key)> all, string kind, string address, string text, int most) =>
        [
            .. all.Where(one =>
                    one.Id == text || one.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || one.Key.Contains(text, StringComparison.OrdinalIgnoreCase)
                )
                .Take(most)
                .Select(one => new SearchHit(one.Id, one.Name, $"{one.Key} · {kind}", address)),
        ];
}
