using OwnerConsole.Metrics.Digests;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Explore;

/// <summary>Finds metrics by the words that also find them in the command palette.</summary>
internal static class MetricSearch
{
    /// <param name="text">Search text; empty for all metrics.</param>
    /// <returns>Metrics in which every word of the text occurs: in the title, a synonym, the definition or the ID.</returns>
    public static IReadOnlyList<MetricDigest> Find(IReadOnlyList<MetricDigest> all, string text) =>
        SearchPhrase.Of(text) is { Words.Length: > 0 } typed ? [.. all.Where(digest => Matches(digest, typed))] : all;

    private static bool Matches(MetricDigest digest, SearchPhrase typed)
    {
        var (title, id) = (digest.Metric.Title, digest.Metric.Id);
        SearchPhrase[] phrases =
        [
            SearchPhrase.Of(Wording.TranslateForAll(title)),
            SearchPhrase.Of(Wording.TranslateForAll(digest.Metric.Description)),
            SearchPhrase.Of(id),
            .. SearchPhrase.List(Wording.Synonyms(digest.Metric.Synonyms, title) ?? ""),
        ];
        return typed.Words.Zip(typed.Stems).All(word => Array.Exists(phrases, phrase => phrase.Has(word.First, word.Second)));
    }
}
