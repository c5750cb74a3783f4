using System.Text.RegularExpressions;

namespace OwnerConsole.Kernel.Words;

/// <summary>The console's own words for one and for several.</summary>
public static partial class Nouns
{
    /// <returns><c>tenant</c> for one, <c>deliveries</c> for two</returns>
    /// <param name="noun">the word for one; what has an irregular plural gives both: <c>person|people</c></param>
    public static string For(long number, string noun) =>
        noun.Split('|') is [var one, var many]
            ? number == 1
                ? one
                : many
            : number == 1
                ? noun
                : Several(noun);

    /// <summary><c>delivery</c> is <c>deliveries</c>, <c>coach</c> is <c>coaches</c>, <c>person</c> is <c>people</c>.</summary>
    public static string Several(string one) =>
        one switch
        {
            "person" => "people",
            "child" => "children",
            [.., not ('a' or 'e' or 'o' or 'u'), 'y'] => $"{one[..^1]}ies",
            [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => $"{one}es",
            _ => $"{one}s",
        };

    /// <summary>The word for a number of units; it may have been declared in its plural. A measure such as GB has no plural; words in small letters have.</summary>
    /// <param name="number">as it is shown</param>
    public static string OfUnit(string unit, string number)
    {
        if (Measures.Contains(unit) || !unit.All(letter => char.IsLower(letter) || letter is ' ' or '-'))
            return unit;
        var one = unit is [.., not ('s' or 'u' or 'i'), 's'] ? unit[..^1] : unit;
        return (one == unit, number == "1") switch
        {
            (true, false) => Several(unit),
            (false, true) => one,
            _ => unit,
        };
    }

    /// <returns><c>a</c> or <c>an</c>, by how the word sounds: a user, an hour, an MVP</returns>
    public static string Article(string word) => Vowel().IsMatch(word) ? "an" : "a";

    private static readonly HashSet<string> Measures = new(
        ["h", "min", "s", "ms", "km", "m", "cm", "mm", "kg", "g", "l", "ml", "px", "kb", "mb", "gb", "tb"],
        StringComparer.Ordinal
    );

    // An abbreviation is spelled: its first letter's name decides. Of words, a long u and a "one" sound like consonants, and an h can be silent.
    [GeneratedRegex(
        @"^(?:[AEFHILMNORSX](?:[A-Z0-9]|$)|(?![A-Z]{2})(?:[Hh](?:our|onest|onou?r|eir)|(?![Ee][uw]|[Uu](?:ni(?!n|m)|[stbr][aeiouy]|k\b)|[Oo]n(?:e|ce)\b)[AEIOUaeiou]))",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Vowel();
}
