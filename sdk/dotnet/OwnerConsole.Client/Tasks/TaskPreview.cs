namespace OwnerConsole.Client;

/// <summary>Predicted effects of a task, shown before a run is confirmed.</summary>
/// <param name="Sentences">Up to 20 sentences, one line each.</param>
public sealed record TaskPreview(params string[] Sentences)
{
    /// <summary>Up to 20 changes. Numbers are totalled when several subjects are previewed together.</summary>
    public IReadOnlyList<PreviewEffect> Effects { get; init; } = [];
}

/// <summary>One predicted change.</summary>
/// <param name="Field">Display name of the field.</param>
/// <param name="Before">Text, number or boolean; null if there was no value.</param>
/// <param name="After">Text, number or boolean; null if there will be no value.</param>
public sealed record PreviewEffect(string Field, object? Before, object? After);
