using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>A search result for a place that is not a sidebar page: a card, a tab or a filtered list.</summary>
/// <param name="Address">Address of the place, with a fragment for a card.</param>
/// <param name="Permission">Permission that the page requires.</param>
public sealed record SearchEntry(string Title, string Address, string Permission)
{
    /// <inheritdoc cref="PageLink.Synonyms"/>
    public string Synonyms { get; init; } = "";

    /// <summary>Text next to the title, such as the name of the page.</summary>
    public string Description { get; init; } = "";

    /// <summary>Class of all fields at the place; it is not found by roles that can't see this class.</summary>
    public FieldClass? About { get; init; }
}
