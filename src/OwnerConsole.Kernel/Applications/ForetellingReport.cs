using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What an application answers to a preview, in its own words.</summary>
/// <param name="Sentences">what would happen, a line each</param>
/// <param name="Effects">what would change</param>
public sealed record ForetellingReport(IReadOnlyList<string>? Sentences = null, IReadOnlyList<ForetoldEffect>? Effects = null)
{
    private const int Largest = 8_000,
        MostLines = 20,
        LongestLine = 500;

    /// <param name="note">a sentence before the others</param>
    /// <exception cref="Problem">400: what can't be shown</exception>
    internal static ForetellingReport Read(string? note, JsonElement? result)
    {
        if (result is { } large && large.GetRawText().Length > Largest)
            throw Problem.Invalid("result", $"has {Largest} characters at most.");
        var said = result is { } given ? Json.Read<ForetellingReport>(given, "result") : new();
        string[] sentences = [.. note is null ? [] : new[] { note }, .. said.Sentences ?? []];
        if (sentences.Length > MostLines || sentences.Any(one => one is null || one.Trim().Length == 0 || one.Length > LongestLine || one.Any(char.IsControl)))
            throw Problem.Invalid("result.sentences", $"are {MostLines} lines of {LongestLine} characters at most.");
        if (said.Effects is { } effects && (effects.Count > MostLines || effects.Any(one => one?.Field is not { Length: > 0 and <= 100 } || !one.IsPlain)))
            throw Problem.Invalid("result.effects", $"are {MostLines} at most, each with a field, and texts, numbers, true or false before and after.");
        return said with { Sentences = sentences };
    }
}

/// <summary>One field that would change in the application's data.</summary>
/// <param name="Field">as people read it: <c>Test clients</c></param>
/// <param name="Before">a text, a number, true or false; nothing where there was none</param>
/// <param name="After">the same</param>
public sealed record ForetoldEffect(string Field, JsonElement? Before = null, JsonElement? After = null)
{
    internal bool IsPlain => new[] { Before, After }.All(value => value?.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));

    /// <summary>Both of them; null when one of them is no number.</summary>
    internal (decimal Before, decimal After)? Numbers =>
        Before is { ValueKind: JsonValueKind.Number } before
        && After is { ValueKind: JsonValueKind.Number } after
        && before.TryGetDecimal(out var was)
        && after.TryGetDecimal(out var will)
            ? (was, will)
            : null;
}
