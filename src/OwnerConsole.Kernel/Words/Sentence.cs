using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Words;

/// <summary>What people read about a decision, written as an interpolated string that takes references, numbers, money, instants and words of enums only.</summary>
/// <remarks>There is deliberately no hole for a string: a person's name can't get into the log, the compiler says so. Names are put in when it is shown.</remarks>
[InterpolatedStringHandler]
public sealed class Sentence
{
    // Four of a hole's five members are absent, and every line of the log holds some.
    private static readonly JsonSerializerOptions s_brief = new(Json.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly StringBuilder _template;
    private readonly List<Part> _parts;
    private string? _json; // a line is written, hashed and told: the same text each time

    public Sentence(int literalLength, int formattedCount) => (_template, _parts) = (new(literalLength + (formattedCount * 3)), new(formattedCount));

    private Sentence(string template, List<Part> parts) => (_template, _parts) = (new(template), parts);

    /// <summary>One hole: exactly one member is set.</summary>
    /// <param name="Ref">an id whose name is looked up when it is shown</param>
    public sealed record Part(string? Ref = null, long? Number = null, string? Word = null, DateTimeOffset? At = null, Money? Money = null);

    /// <summary>The text with {0}, {1} … for the parts; this is what is translated.</summary>
    public string Template => _template.ToString();

    public IReadOnlyList<Part> Parts => _parts;

    public void AppendLiteral(string text) => _template.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted(ISubject subject) => Add(new(Ref: subject.Id));

    public void AppendFormatted(Reference reference) => Add(new(Ref: reference.Id));

    public void AppendFormatted(int number) => Add(new(Number: number));

    public void AppendFormatted(long number) => Add(new(Number: number));

    /// <summary>A number of things, in the words for one or for several: <c>{count:tenant}</c>, <c>{count:person|people}</c>.</summary>
    /// <param name="format">the word for one, or both; the compiler takes what is written in the program alone</param>
    public void AppendFormatted(long number, string format)
    {
        AppendFormatted(number);
        AppendLiteral($" {Nouns.For(number, format)}");
    }

    public void AppendFormatted(Enum word) => Add(new(Word: word.ToText()));

    /// <param name="code">ISO 4217, of a price that is known</param>
    public void AppendCurrency(string code) => Add(new(Word: code));

    /// <param name="word">that the product itself has defined, such as the name of an event</param>
    public void AppendKnown(string word) => Add(new(Word: word));

    public void AppendFormatted(Money money) => Add(new(Money: money));

    public void AppendFormatted(DateTimeOffset at) => Add(new(At: at));

    /// <summary>A day, such as the last one of something.</summary>
    public void AppendFormatted(DateOnly day) => Add(new(Word: day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>Makes the compiler read an interpolated string as a sentence where no parameter asks for one.</summary>
    public static Sentence Say(Sentence sentence) => sentence;

    public static Sentence Of(string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, Json.Options)!;
        return new(stored.Text, [.. stored.Parts]) { _json = json };
    }

    public string ToJson() => _json ??= JsonSerializer.Serialize(new Stored(Template, _parts), s_brief);

    private void Add(Part part)
    {
        _template.Append('{').Append(_parts.Count).Append('}');
        _parts.Add(part);
    }

    private sealed record Stored(string Text, IReadOnlyList<Part> Parts);
}

/// <summary>An id in a sentence, for what is not the subject itself.</summary>
public readonly record struct Reference(string Id);
