using System.Collections.Frozen;
using System.Text;

namespace OwnerConsole.Pure.Texts;

/// <summary>
/// Unicode's composed form (NFC), so that equal names have equal characters however they were typed. Implemented here because .NET doesn't normalize
/// without the ICU library.
/// </summary>
/// <remarks>Source: Unicode Standard Annex 15.</remarks>
public static class NfcNormalizer
{
    /// <summary>Texts below this code point are always composed.</summary>
    private const char FirstMark = '\u0300';

    // Hangul syllables are computed from a lead, a vowel and an optional tail.
    private const int Syllable = 0xAC00,
        Lead = 0x1100,
        Vowel = 0x1161,
        Tail = 0x11A7,
        Leads = 19,
        Vowels = 21,
        Tails = 28;

    private static readonly FrozenDictionary<int, (int First, int Second)> s_decompositions = Parts()
        .ToFrozenDictionary(one => one.Whole, one => (one.First, one.Second));
    private static readonly FrozenDictionary<(int, int), int> s_compositions = Pairs().ToFrozenDictionary(one => (one.First, one.Second), one => one.Whole);
    private static readonly FrozenDictionary<int, int> s_combiningClasses = Runes(Compositions.CombiningClasses)
        .Chunk(3)
        .SelectMany(range => Enumerable.Range(range[0], range[1] - range[0] + 1).Select(mark => (Mark: mark, Place: range[2])))
        .ToFrozenDictionary(one => one.Mark, one => one.Place);

    /// <param name="text">Text to compose; unpaired surrogates are kept.</param>
    public static string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
            return text;
        var letters = new List<int>(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (char.IsSurrogatePair(text, at))
                Decompose(char.ConvertToUtf32(text[at], text[++at]), letters);
            else
                Decompose(text[at], letters);
        ReorderMarks(letters);
        return ToText(Compose(letters));
    }

    /// <summary>The text without accents and other marks: <c>Zürich</c> becomes <c>Zurich</c>.</summary>
    /// <param name="text">Any text; Hangul syllables are kept.</param>
    public static string WithoutMarks(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text;
        var letters = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, letters);
        return ToText(Compose([.. letters.Where(letter => CombiningClass(letter) == 0)]));
    }

    /// <summary>Decomposes a character recursively.</summary>
    private static void Decompose(int letter, List<int> into)
    {
        if (letter - Syllable is >= 0 and < Leads * Vowels * Tails and var place)
        {
            into.Add(Lead + place / (Vowels * Tails));
            into.Add(Vowel + place / Tails % Vowels);
            if (place % Tails > 0)
                into.Add(Tail + place % Tails);
        }
        else if (s_decompositions.TryGetValue(letter, out var parts))
        {
            Decompose(parts.First, into);
            if (parts.Second > 0)
                into.Add(parts.Second);
        }
        else
            into.Add(letter);
    }

    /// <summary>Sorts the marks of a character by combining class.</summary>
    private static void ReorderMarks(List<int> letters)
    {
        for (var at = 0; at < letters.Count; at++)
        {
            var end = letters.FindIndex(at, letter => CombiningClass(letter) == 0) is var next and >= 0 ? next : letters.Count;
            if (end - at > 1)
            {
                var marks = letters.GetRange(at, end - at).OrderBy(CombiningClass).ToList();
                letters.RemoveRange(at, end - at);
                letters.InsertRange(at, marks);
            }
            at = end;
        }
    }

    private static List<int> Compose(List<int> letters)
    {
        var found = new List<int>(letters.Count);
        var (starter, last) = (-1, 0);
        foreach (var letter in letters)
        {
            var place = CombiningClass(letter);
            var isNext = starter == found.Count - 1; // There is no mark in between.
            if (starter >= 0 && (isNext || (last < place && last > 0)) && FindComposite(found[starter], letter) is { } whole)
            {
                found[starter] = whole;
                continue;
            }
            if (place == 0)
                starter = found.Count;
            last = place;
            found.Add(letter);
        }
        return found;
    }

    private static int? FindComposite(int first, int second)
    {
        if (first - Lead is >= 0 and < Leads and var lead && second - Vowel is >= 0 and < Vowels and var vowel)
            return Syllable + (lead * Vowels + vowel) * Tails;
        if (first - Syllable is >= 0 and < Leads * Vowels * Tails and var place && place % Tails == 0 && second - Tail is > 0 and < Tails and var tail)
            return first + tail;
        return s_compositions.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private static int CombiningClass(int letter) => s_combiningClasses.GetValueOrDefault(letter);

    private static string ToText(List<int> letters)
    {
        var text = new StringBuilder(letters.Count);
        foreach (var letter in letters)
            if (letter > char.MaxValue)
                text.Append(char.ConvertFromUtf32(letter));
            else
                text.Append((char)letter);
        return text.ToString();
    }

    private static IEnumerable<(int Whole, int First, int Second)> Parts() =>
        [
            .. Pairs(),
            .. Runes(Compositions.DecompositionOnly).Chunk(3).Select(three => (three[0], three[1], three[2])),
            .. Compositions.Singletons.SelectMany(run => Runes(run.Are).Select((letter, place) => (run.First + place, letter, 0))),
        ];

    private static IEnumerable<(int Whole, int First, int Second)> Pairs() =>
        Compositions.Pairs.SelectMany(pair =>
            Runes(pair.Whole).Zip(Runes(pair.Letters), (whole, letter) => (whole, letter, char.ConvertToUtf32(pair.Mark, 0)))
        );

    private static IEnumerable<int> Runes(string text) => text.EnumerateRunes().Select(rune => rune.Value);
}
