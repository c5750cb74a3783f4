namespace OwnerConsole.Client;

/// <summary>An attribute that the application reports of its tenants.</summary>
/// <param name="Name">as it is reported</param>
/// <param name="Title">as people read it</param>
public sealed record DeclaredAttribute(string Name, string Title)
{
    /// <summary>What its values are: a report of anything else is refused. Null for any text, number, or true or false.</summary>
    public AttributeType? Type { get; init; }

    /// <summary>Of <see cref="AttributeType.Choice"/>: its values, in the order that they are chosen from.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
