using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Applications;

/// <summary>The application's answer to a preview, in its own words.</summary>
/// <param name="Sentences">Descriptions of the result, one line each.</param>
/// <param name="Effects">Fields that would change.</param>
public sealed record TaskPreviewReport(IReadOnlyList<string>? Sentences = null, IReadOnlyList<PreviewedEffect>? Effects = null)
{
    private const int MaxLength = 8_000,
        MostLines = 20,
        LongestLine = 500;

    /// <param name="note">A sentence that is shown before the others.</param>
    /// <exception cref="Problem">400 when the answer can't be displayed.</exception>
    internal static TaskPreviewReport Read(string? note, JsonElement? result)
    {
        if (result is { } large && large.GetRawText().Length > MaxLength)
            throw Problem.Invalid("result", $"must have at most {MaxLength} characters.");
        var said = result is { } given ? Json.Read<TaskPreviewReport>(given, "result") : new();
        string[] sentences = [.. note is null ? [] : new[] { note }, .. said.Sentences ?? []];
        if (
            sentences.Length > MostLines
            || sentences.Any(sentence => sentence is null || sentence.Trim().Length == 0 || sentence.Length > LongestLine || sentence.Any(char.IsControl))
        )
            throw Problem.Invalid("result.sentences", $"must be at most {MostLines} lines of at most {LongestLine} characters.");
        if (
            said.Effects is { } effects
            && (effects.Count > MostLines || effects.Any(effect => effect?.Field is not { Length: > 0 and <= 100 } || !effect.IsPlain))
        )
            throw Problem.Invalid(
                "result.effects",
                $"must be at most {MostLines} entries, each with a field, and with strings, numbers or booleans as before and after."
            );
        return said with { Sentences = sentences };
    }
}

/// <summary>A field that would change in the application's data.</summary>
/// <param name="Field">Display name of the field: <c>Test clients</c>.</param>
/// <param name="Before">A string, number or boolean; null when there was no value.</param>
/// <param name="After">A string, number or boolean; null when there will be no value.</param>
public sealed record PreviewedEffect(string Field, JsonElement? Before = null, JsonElement? After = null)
{
    internal bool IsPlain => new[] { Before, After }.All(value => value?.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));

    /// <summary>Both values as numbers; null unless both are numbers.</summary>
    internal (decimal Before, decimal After)? Numbers =>
        Before is { ValueKind: JsonValueKind.Number } before
        && After is { ValueKind: JsonValueKind.Number } after
        && before.TryGetDecimal(out var was)
        && after.TryGetDecimal(out var will)
            ? (was, will)
            : null;
}
