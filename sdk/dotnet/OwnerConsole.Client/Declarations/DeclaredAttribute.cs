namespace OwnerConsole.Client;

/// <summary>An attribute that the application reports for its tenants or for their members.</summary>
/// <param name="Name">Name of the attribute in reports.</param>
/// <param name="Title">Display name.</param>
public sealed record DeclaredAttribute(string Name, string Title)
{
    /// <summary>Type of the values; reports with other types are rejected. Null allows any text, number or boolean.</summary>
    public AttributeType? Type { get; init; }

    /// <summary>Values of <see cref="AttributeType.Choice"/>, in display order.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
