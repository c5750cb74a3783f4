using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Vocabulary;

/// <summary>A sentence about a decision, written as an interpolated string that accepts only references, numbers, money, times and enum values.</summary>
/// <remarks>
/// Strings are deliberately not accepted, so the compiler keeps personal names out of the log. Names are inserted when the sentence is displayed.
/// </remarks>
[InterpolatedStringHandler]
public sealed class Sentence
{
    // Each part sets one of five members, and every log entry stores several parts.
    private static readonly JsonSerializerOptions s_brief = new(Json.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly StringBuilder _template;
    private readonly List<Part> _parts;
    private string? _json; // the stored, hashed and sent texts must be identical

    public Sentence(int literalLength, int formattedCount) => (_template, _parts) = (new(literalLength + (formattedCount * 3)), new(formattedCount));

    private Sentence(string template, List<Part> parts) => (_template, _parts) = (new(template), parts);

    /// <summary>An inserted value; exactly one member is set.</summary>
    /// <param name="Ref">Id whose name is looked up when the sentence is displayed.</param>
    public sealed record Part(string? Ref = null, long? Number = null, string? Word = null, DateTimeOffset? At = null, Money? Money = null);

    /// <summary>The text with {0}, {1} … in place of the parts. Translations replace this text.</summary>
    public string Template => _template.ToString();

    public IReadOnlyList<Part> Parts => _parts;

    public void AppendLiteral(string text) => _template.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted(ISubject subject) => Add(new(Ref: subject.Id));

    public void AppendFormatted(EntityReference reference) => Add(new(Ref: reference.Id));

    public void AppendFormatted(int number) => Add(new(Number: number));

    public void AppendFormatted(long number) => Add(new(Number: number));

    /// <summary>A number with its noun in singular or plural: <c>{count:tenant}</c>, <c>{count:person|people}</c>.</summary>
    /// <param name="format">Singular, or singular and plural; always a literal in the source code.</param>
    public void AppendFormatted(long number, string format)
    {
        AppendFormatted(number);
        AppendLiteral($" {Nouns.For(number, format)}");
    }

    public void AppendFormatted(Enum word) => Add(new(Word: word.ToText()));

    /// <param name="code">ISO 4217 code of a known price.</param>
    public void AppendCurrency(string code) => Add(new(Word: code));

    /// <param name="word">A word that the product itself defines, such as the name of an event.</param>
    public void AppendKnown(string word) => Add(new(Word: word));

    public void AppendFormatted(Money money) => Add(new(Money: money));

    public void AppendFormatted(DateTimeOffset at) => Add(new(At: at));

    /// <summary>A date, such as the last day of a period.</summary>
    public void AppendFormatted(DateOnly day) => Add(new(Word: day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>Makes the compiler read an interpolated string as a sentence where no parameter has that type.</summary>
    public static Sentence Say(Sentence sentence) => sentence;

    public static Sentence Of(string json)
    {
        var stored = JsonSerializer.Deserialize<StoredSentence>(json, Json.Options)!;
        return new(stored.Text, [.. stored.Parts]) { _json = json };
    }

    public string ToJson() => _json ??= JsonSerializer.Serialize(new StoredSentence(Template, _parts), s_brief);

    private void Add(Part part)
    {
        _template.Append('{').Append(_parts.Count).Append('}');
        _parts.Add(part);
    }

    private sealed record StoredSentence(string Text, IReadOnlyList<Part> Parts);
}

/// <summary>An id in a sentence that is not the sentence's subject.</summary>
public readonly record struct EntityReference(string Id);
