namespace OwnerConsole.Shell.Help;

/// <summary>Full-text search over the documentation. A word in a title counts more than any in a heading, and that more than any in the text.</summary>
public sealed class HelpSearch(DocList docs)
{
    public const int MaxLength = 200;

    private const int MaxWords = 8,
        MaxHits = 30,
        MaxSnippet = 240,
        TitleWeight = 10_000,
        HeadingWeight = 100,
        MaxPerText = 10; // so that many occurrences in the text never exceed a heading

    private readonly Lazy<(Doc Doc, DocPassage Passage)[]> _passages = new(() =>
        [.. docs.All.SelectMany(doc => DocHtml.Passages(doc).Select(passage => (doc, passage)))]
    );

    /// <returns>The best section of each page that contains all words, best first; empty without words.</returns>
    /// <param name="query">Up to <see cref="MaxLength"/> characters and eight words are used; the rest is ignored.</param>
    public IReadOnlyList<HelpHit> Find(string? query)
    {
        var words = Words(query);
        if (words.Length == 0)
            return [];
        return
        [
            .. _passages
                .Value.Select(at => (at.Doc, at.Passage, Text: at.Doc.Translate(at.Passage.Text), Heading: at.Doc.Translate(at.Passage.Title)))
                .Select(at => (at, Score: Score(words, at.Doc.Title, at.Heading, at.Text)))
                .Where(found => found.Score > 0)
                .GroupBy(found => found.at.Doc)
                .Select(page => page.MaxBy(found => found.Score))
                .OrderByDescending(found => found.Score)
                .ThenBy(found => found.at.Doc.Title, StringComparer.Ordinal)
                .Take(MaxHits)
                .Select(found => new HelpHit(
                    found.at.Doc,
                    Marked(found.at.Heading, words),
                    found.at.Passage.Anchor is { } anchor ? $"{found.at.Doc.Address}#{anchor}" : found.at.Doc.Address,
                    Marked(Snippet(found.at.Text, words), words)
                )),
        ];
    }

    private static string[] Words(string? query) =>
        [
            .. (query ?? "")[..Math.Min((query ?? "").Length, MaxLength)]
                .Split([' ', '\t', '\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MaxWords),
        ];

    /// <returns>0 if a word is missing.</returns>
    private static int Score(string[] words, string title, string heading, string text)
    {
        var total = 0;
        foreach (var word in words)
        {
            var score =
                (
                    title.Equals(word, StringComparison.OrdinalIgnoreCase) ? 2 * TitleWeight
                    : Has(title, word) ? TitleWeight
                    : 0
                )
                + (Has(heading, word) ? HeadingWeight : 0)
                + Math.Min(Marks(text, word).Take(MaxPerText).Count(), MaxPerText);
            if (score == 0)
                return 0;
            total += score;
        }
        return total;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <returns>Where the word begins in the text.</returns>
    private static IEnumerable<int> Marks(string text, string word)
    {
        for (
            var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(word, at + word.Length, StringComparison.OrdinalIgnoreCase)
        )
            yield return at;
    }

    /// <returns>The part of the text around the rarest of the words.</returns>
    private static string Snippet(string text, string[] words)
    {
        var rarest = words.Where(word => Has(text, word)).MinBy(word => Marks(text, word).Count());
        var first = rarest is null ? 0 : text.IndexOf(rarest, StringComparison.OrdinalIgnoreCase);
        var from = Math.Max(0, text.LastIndexOf(' ', Math.Max(0, first - (MaxSnippet / 4))) + 1);
        if (text.Length - from <= MaxSnippet)
            return (from > 0 ? "… " : "") + text[from..];
        var to = text.LastIndexOf(' ', from + MaxSnippet) is var space && space > first ? space : from + MaxSnippet;
        return $"{(from > 0 ? "… " : "")}{text[from..to]} …";
    }

    /// <returns>The text in pieces, with each occurrence of a word as its own piece.</returns>
    private static IReadOnlyList<TextPiece> Marked(string text, string[] words)
    {
        var pieces = new List<TextPiece>();
        var at = 0;
        foreach (var (from, length) in words.SelectMany(word => Marks(text, word).Select(mark => (mark, word.Length))).OrderBy(mark => mark))
        {
            if (from < at)
                continue; // overlaps the previous one
            pieces.Add(new(text[at..from], IsMatch: false));
            pieces.Add(new(text.Substring(from, length), IsMatch: true));
            at = from + length;
        }
        pieces.Add(new(text[at..], IsMatch: false));
        return pieces;
    }
}

/// <summary>A page found by a search, with its best section.</summary>
/// <param name="Heading">Heading of the section; a single empty piece for the beginning of the page.</param>
/// <param name="Address">Leads to the section.</param>
/// <param name="Text">The part of the section that contains the words.</param>
public sealed record HelpHit(Doc Doc, IReadOnlyList<TextPiece> Heading, string Address, IReadOnlyList<TextPiece> Text);

/// <summary>Part of a text, which either is a searched word or has none.</summary>
public sealed record TextPiece(string Text, bool IsMatch);
