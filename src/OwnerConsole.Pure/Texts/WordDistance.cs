namespace OwnerConsole.Pure.Texts;

/// <summary>Number of typing mistakes between two words.</summary>
public static class WordDistance
{
    private const int MaxOnStack = 256;

    /// <summary>Counts insertions, deletions, replacements and swaps of adjacent characters (optimal string alignment). Case matters.</summary>
    /// <param name="one">A word of any length; empty has as many mistakes as the other is long.</param>
    /// <param name="other">The word to compare with.</param>
    /// <param name="max">Largest number of interest.</param>
    /// <returns>0 to <paramref name="max"/>; <paramref name="max"/> + 1 when the words differ more.</returns>
    /// <remarks>Source: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance#Optimal_string_alignment_distance.</remarks>
    public static int Of(ReadOnlySpan<char> one, ReadOnlySpan<char> other, int max)
    {
        if (Math.Abs(one.Length - other.Length) > max)
            return max + 1;
        var width = other.Length + 1;
        Span<int> rows = width <= MaxOnStack ? stackalloc int[3 * width] : new int[3 * width];
        var before = rows[..width];
        var above = rows[width..(2 * width)];
        var row = rows[(2 * width)..];
        for (var column = 0; column < width; column++)
            above[column] = column;
        for (var at = 1; at <= one.Length; at++)
        {
            row[0] = at;
            var least = at;
            for (var column = 1; column < width; column++)
            {
                var replaced = above[column - 1] + (one[at - 1] == other[column - 1] ? 0 : 1);
                row[column] = Math.Min(replaced, Math.Min(above[column], row[column - 1]) + 1);
                if (at > 1 && column > 1 && one[at - 1] == other[column - 2] && one[at - 2] == other[column - 1])
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                least = Math.Min(least, row[column]);
            }
            if (least > max)
                return max + 1;
            var free = before;
            before = above;
            above = row;
            row = free;
        }
        return Math.Min(above[other.Length], max + 1);
    }
}
