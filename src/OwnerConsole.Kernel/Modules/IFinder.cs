using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Modules;

/// <summary>What a module finds by a text that somebody types. Each pause in typing asks it, so it must be read from an index.</summary>
public interface IFinder
{
    /// <summary>Of what it finds, in the word that operations name their subjects with: <c>tenant</c>.</summary>
    string Kind { get; }

    /// <returns>true when it finds what operations on such a subject are done to</returns>
    bool Finds(string subject) => subject == Kind;

    /// <summary>Of the permission grammar; for who lacks it nothing is looked up.</summary>
    string Permission { get; }

    /// <returns>at most so many, the best first</returns>
    Task<IReadOnlyList<Hit>> Find(Caller caller, Population population, string text, int most, Work work);
}

/// <summary>Something that was found.</summary>
/// <param name="Says">what tells it from others of its name</param>
/// <param name="Address">of its page</param>
public sealed record Hit(string Id, string Name, string Says, string Address)
{
    /// <summary>The role of a person, as it was reported: what is done to them names it. Null for anything else.</summary>
    public string? Role { get; init; }

    /// <summary>What operations call it, where its finder finds several kinds; null for the finder's own.</summary>
    public string? Kind { get; init; }

    /// <summary>Finds by an id, or by part of a name or key, among things that are so few that all of them were read.</summary>
    /// <param name="kind">what one is called, as each hit says it after the key</param>
    /// <param name="address">of the page that lists them</param>
    /// <returns>at most so many, in their order</returns>
    public static IReadOnlyList<Hit> Among(IEnumerable<(string Id, string Name, string Key)> all, string kind, string address, string text, int most) =>
        [
            .. all.Where(one =>
                    one.Id == text || one.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || one.Key.Contains(text, StringComparison.OrdinalIgnoreCase)
                )
                .Take(most)
                .Select(one => new Hit(one.Id, one.Name, $"{one.Key} · {kind}", address)),
        ];
}
