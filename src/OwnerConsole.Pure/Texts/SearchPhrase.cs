namespace OwnerConsole.Pure.Texts;

/// <summary>A text as search compares it: its words without case, accents and plural.</summary>
/// <param name="Words">Words in lower case without accents, in order.</param>
/// <param name="Stems">The same words in the singular.</param>
public sealed record SearchPhrase(string[] Words, string[] Stems)
{
    /// <summary>Shortest word that can have a plural.</summary>
    private const int MinPlural = 4;

    /// <summary>A text without words.</summary>
    public static SearchPhrase Empty { get; } = new([], []);

    /// <summary>The words in the singular, separated by spaces.</summary>
    public string Stem { get; } = string.Join(' ', Stems);

    /// <summary>The words separated by spaces.</summary>
    public string Text { get; } = string.Join(' ', Words);

    /// <returns>Whether this text has a word that equals the typed one apart from its plural, or starts with it.</returns>
    public bool Has(string word, string stem) =>
        Stems.Contains(stem, StringComparer.Ordinal) || Array.Exists(Words, own => own.StartsWith(word, StringComparison.Ordinal));

    /// <param name="text">Any text; everything except letters and digits separates words.</param>
    public static SearchPhrase Of(string text)
    {
        var words = Split(NfcNormalizer.WithoutMarks(text.ToLowerInvariant()));
        return words.Length == 0 ? Empty : new(words, Array.ConvertAll(words, Singular));
    }

    /// <summary>Synonyms as declared, separated by commas.</summary>
    public static SearchPhrase[] List(string synonyms) =>
        synonyms.Length == 0 ? [] : [.. synonyms.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Of)];

    /// <returns>The word without its plural ending: <c>companies</c> becomes <c>company</c>.</returns>
    public static string Singular(string word) =>
        word.Length < MinPlural || !word.EndsWith('s') || word.EndsWith("ss", StringComparison.Ordinal) ? word
        : word.EndsWith("ies", StringComparison.Ordinal) ? $"{word[..^3]}y"
        : word[..^1];

    private static string[] Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isLetter = at < text.Length && (char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at]));
            if (isLetter && start < 0)
                start = at;
            if (isLetter || start < 0)
                continue;
            words.Add(text[start..at]);
            start = -1;
        }
        return [.. words];
    }
}
