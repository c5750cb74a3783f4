namespace OwnerConsole.Pure.Imports;

/// <summary>Detects the character between the cells of a table.</summary>
public static class SeparatorDetector
{
    /// <summary>Lines that are compared.</summary>
    private const int MaxLines = 20;

    /// <summary>Characters that are compared, so that one endless line costs little.</summary>
    public const int MaxCharacters = 100_000;

    /// <summary>Separators that are recognized, the preferred one first.</summary>
    public static readonly IReadOnlyList<char> Separators = [',', ';', '\t', '|'];

    /// <summary>
    /// Excel writes the separator into a first line such as <c>sep=;</c>. Otherwise it is the character outside of quotes that most lines contain as often as the
    /// first line.
    /// </summary>
    /// <param name="text">Text of the file, or its first <see cref="MaxCharacters"/> characters.</param>
    /// <returns>The separator, and where the first row starts. A comma for a table with one column.</returns>
    public static (char Separator, int Start) Detect(string text)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4 && Separators.Contains(text[4]) && EndOfLine(text, 5) is { } start)
            return (text[4], start);
        var lines = Count(text);
        var best = Separators[0];
        var most = 0;
        for (var at = 0; at < Separators.Count; at++)
        {
            var first = lines.Count == 0 ? 0 : lines[0][at];
            var score = first == 0 ? 0 : (lines.Count(line => line[at] == first) * 1_000) + Math.Min(first, 999);
            if (score > most)
                (best, most) = (Separators[at], score);
        }
        return (best, 0);
    }

    /// <returns>Position after the end of the line; null if more text follows on it.</returns>
    private static int? EndOfLine(string text, int at) =>
        at == text.Length ? at
        : text[at] == '\n' ? at + 1
        : text[at] != '\r' ? null
        : at + 1 < text.Length && text[at + 1] == '\n' ? at + 2
        : at + 1;

    /// <returns>How often each separator occurs in each of the first lines that aren't blank.</returns>
    private static List<int[]> Count(string text)
    {
        var lines = new List<int[]>();
        var (counts, isQuoted, isBlank) = (new int[Separators.Count], false, true);
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MaxCharacters)))
        {
            if (character == '"')
                isQuoted = !isQuoted;
            if (character is '\n' or '\r' && !isQuoted)
            {
                if (!isBlank)
                    lines.Add(counts);
                if (lines.Count == MaxLines)
                    return lines;
                (counts, isBlank) = (new int[Separators.Count], true);
                continue;
            }
            isBlank &= char.IsWhiteSpace(character) && character != '\t';
            for (var at = 0; !isQuoted && at < counts.Length; at++)
                if (character == Separators[at])
                    counts[at]++;
        }
        if (!isBlank)
            lines.Add(counts);
        return lines;
    }
}
