using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Suggests what a mistyped search text meant.</summary>
public static class SpellingCorrection
{
    /// <returns>The text with the nearest known words, if that finds something; null otherwise.</returns>
    public static string? Find(SearchPhrase typed, IReadOnlyCollection<SearchItem> items)
    {
        var known = items
            .SelectMany(item => item.Synonyms.Append(item.Title))
            .SelectMany(phrase => phrase.Words)
            .CountBy(word => word, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var words = new string[typed.Words.Length];
        for (var at = 0; at < words.Length; at++)
            if (Nearest(typed.Words[at], known) is { } word)
                words[at] = word;
            else
                return null;
        var meant = SearchPhrase.Of(string.Join(' ', words));
        return meant.Text != typed.Text && items.Any(item => SearchScore.Of(meant, item) is not null) ? meant.Text : null;
    }

    private static string? Nearest(string typed, Dictionary<string, int> known)
    {
        if (known.ContainsKey(typed))
            return typed;
        var max = SearchScore.MaxMistakes(typed.Length);
        return max == 0
            ? null
            : known
                .Select(word => (Word: word.Key, Uses: word.Value, Mistakes: WordDistance.Of(typed, word.Key, max)))
                .Where(near => near.Mistakes <= max)
                .OrderBy(near => near.Mistakes)
                .ThenByDescending(near => near.Uses)
                .ThenBy(near => near.Word, StringComparer.Ordinal)
                .FirstOrDefault()
                .Word;
    }
}
