namespace OwnerConsole.Client;

/// <summary>What a task would do: shown to the owner before they decide.</summary>
/// <param name="Sentences">a line each, 20 at most</param>
public sealed record TaskPreview(params string[] Sentences)
{
    /// <summary>What would change, 20 at most. Numbers are added up where several subjects are previewed together.</summary>
    public IReadOnlyList<PreviewEffect> Effects { get; init; } = [];
}

/// <summary>One thing that would change.</summary>
/// <param name="Field">as people read it</param>
/// <param name="Before">a text, a number, true or false; null where there was nothing</param>
/// <param name="After">the same</param>
public sealed record PreviewEffect(string Field, object? Before, object? After);
