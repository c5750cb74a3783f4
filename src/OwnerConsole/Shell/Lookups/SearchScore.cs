using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Shell.Lookups;

/// <summary>
/// Scores results of all kinds on one scale. Every typed word must match; the weakest word counts, and a match of the whole text counts more. The
/// command palette uses the same weights in palette.js.
/// </summary>
public static class SearchScore
{
    /// <summary>Added to commands on a record, so that "suspend acme" comes before records that contain both words.</summary>
    public const int VerbAndName = 40;

    /// <summary>Score of a record whose name resembles the mistyped text.</summary>
    public const int SimilarName = 40;

    private const int TitleWord = 100,
        SynonymWord = 90,
        TitlePrefix = 80,
        SynonymPrefix = 60,
        OneMistake = 45,
        TwoMistakes = 30,
        MessageWord = 20;

    private const int WholeText = 40,
        StartOfTitle = 20,
        WholeTextWithMistakes = 10;

    /// <summary>Words shorter than this match a description only as a whole, because their letters start too many words.</summary>
    private const int MinMessagePrefix = 3;

    /// <param name="withMistakes">True to accept typing mistakes.</param>
    /// <returns>Null if a typed word doesn't match.</returns>
    public static int? Of(SearchPhrase typed, SearchItem item, bool withMistakes = false)
    {
        if (typed.Words.Length == 0)
            return null;
        var weakest = int.MaxValue;
        for (var at = 0; at < typed.Words.Length; at++)
        {
            weakest = Math.Min(weakest, OfWord(typed.Words[at], typed.Stems[at], item, withMistakes));
            if (weakest == 0)
                return null;
        }
        return weakest + OfWhole(typed, item, withMistakes) + item.Result.Bonus;
    }

    /// <summary>Scores a record that a finder has found.</summary>
    public static int OfRecord(string text, string id, string name)
    {
        if (string.Equals(text.TrimStart('#'), id, StringComparison.OrdinalIgnoreCase))
            return 200;
        var (typed, said) = (SearchPhrase.Of(text), SearchPhrase.Of(name));
        return typed.Words.Length == 0 ? 35
            : typed.Text == said.Text ? 130
            : said.Text.StartsWith(typed.Text, StringComparison.Ordinal) ? 95
            : said.Text.Contains($" {typed.Text}", StringComparison.Ordinal) ? 70
            : 35;
    }

    /// <returns>Number of typing mistakes accepted in a word: short words resemble too many others.</returns>
    public static int MaxMistakes(int length) =>
        length switch
        {
            < 4 => 0,
            < 8 => 1,
            _ => 2,
        };

    private static int OfWord(string word, string stem, SearchItem item, bool withMistakes)
    {
        var best = OfWord(word, stem, item.Title, TitleWord, TitlePrefix);
        foreach (var synonym in item.Synonyms)
            best = Math.Max(best, OfWord(word, stem, synonym, SynonymWord, SynonymPrefix));
        if (best == 0 && withMistakes)
            best = item.Synonyms.Append(item.Title).SelectMany(phrase => phrase.Stems).Select(known => OfMistyped(stem, known)).DefaultIfEmpty().Max();
        return best == 0 && IsInMessage(word, stem, item.Message) ? MessageWord : best;
    }

    private static int OfWord(string word, string stem, SearchPhrase phrase, int equal, int prefix)
    {
        var best = 0;
        for (var at = 0; at < phrase.Words.Length; at++)
            if (phrase.Stems[at] == stem)
                return equal;
            else if (phrase.Words[at].StartsWith(word, StringComparison.Ordinal))
                best = prefix;
        return best;
    }

    private static bool IsInMessage(string word, string stem, SearchPhrase message) =>
        message.Stems.Contains(stem, StringComparer.Ordinal)
        || (word.Length >= MinMessagePrefix && message.Words.Any(said => said.StartsWith(word, StringComparison.Ordinal)));

    private static int OfMistyped(string stem, string known) =>
        WordDistance.Of(stem, known, MaxMistakes(stem.Length)) is var mistakes && mistakes > MaxMistakes(stem.Length) ? 0
        : mistakes < 2 ? OneMistake
        : TwoMistakes;

    private static int OfWhole(SearchPhrase typed, SearchItem item, bool withMistakes)
    {
        var phrases = item.Synonyms.Append(item.Title);
        return phrases.Any(phrase => phrase.Stem == typed.Stem) ? WholeText
            : item.Title.Text.StartsWith(typed.Text, StringComparison.Ordinal) ? StartOfTitle
            : withMistakes && phrases.Any(phrase => OfMistyped(typed.Stem, phrase.Stem) > 0) ? WholeTextWithMistakes
            : 0;
    }
}
