using System.Text.RegularExpressions;

namespace OwnerConsole.Kernel.Vocabulary;

/// <summary>Singular, plural and article of English nouns.</summary>
public static partial class Nouns
{
    /// <returns><c>tenant</c> for one, <c>deliveries</c> for two.</returns>
    /// <param name="noun">Singular; a noun with an irregular plural gives both: <c>person|people</c>.</param>
    public static string For(long number, string noun) =>
        noun.Split('|') is [var one, var many]
            ? number == 1
                ? one
                : many
            : number == 1
                ? noun
                : Pluralize(noun);

    /// <summary>
    /// Plural of a noun: <c>delivery</c> becomes <c>deliveries</c>, <c>coach</c> becomes <c>coaches</c>, <c>person</c> becomes <c>people</c>.
    /// </summary>
    public static string Pluralize(string one) =>
        one switch
        {
            "person" => "people",
            "child" => "children",
            [.., not ('a' or 'e' or 'o' or 'u'), 'y'] => $"{one[..^1]}ies",
            [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => $"{one}es",
            _ => $"{one}s",
        };

    /// <summary>Singular or plural of a unit, which may be declared in either form. Lowercase words are inflected; measures such as GB are not.</summary>
    /// <param name="number">Number as displayed.</param>
    public static string OfUnit(string unit, string number)
    {
        if (Measures.Contains(unit) || !unit.All(letter => char.IsLower(letter) || letter is ' ' or '-'))
            return unit;
        var one = unit is [.., not ('s' or 'u' or 'i'), 's'] ? unit[..^1] : unit;
        return (one == unit, number == "1") switch
        {
            (true, false) => Pluralize(unit),
            (false, true) => one,
            _ => unit,
        };
    }

    /// <returns><c>a</c> or <c>an</c>, depending on pronunciation: a user, an hour, an MVP.</returns>
    public static string Article(string word) => Vowel().IsMatch(word) ? "an" : "a";

    private static readonly HashSet<string> Measures = new(
        ["h", "min", "s", "ms", "km", "m", "cm", "mm", "kg", "g", "l", "ml", "px", "kb", "mb", "gb", "tb"],
        StringComparer.Ordinal
    );

    // Abbreviations are spelled out, so the name of their first letter matters. A long u and "one" sound like consonants, and an h can be silent.
    [GeneratedRegex(
        @"^(?:[AEFHILMNORSX](?:[A-Z0-9]|$)|(?![A-Z]{2})(?:[Hh](?:our|onest|onou?r|eir)|(?![Ee][uw]|[Uu](?:ni(?!n|m)|[stbr][aeiouy]|k\b)|[Oo]n(?:e|ce)\b)[AEIOUaeiou]))",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Vowel();
}
