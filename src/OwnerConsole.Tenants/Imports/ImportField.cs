namespace OwnerConsole.Tenants.Imports;

/// <summary>A field that a column can be imported into.</summary>
/// <param name="Name">Name in reports and in the API.</param>
/// <param name="Title">Name on pages.</param>
internal sealed record ImportField(string Name, string Title)
{
    /// <summary>Whether every import must have a column for it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether its cells are dates or times.</summary>
    public bool IsTime { get; init; }

    /// <summary>Other headers that mean the field, as written by <see cref="ImportMapping.Normalize"/>.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];
}
