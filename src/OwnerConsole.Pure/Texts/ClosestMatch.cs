namespace OwnerConsole.Pure.Texts;

/// <summary>Finds the word that was probably meant by a mistyped one.</summary>
public static class ClosestMatch
{
    /// <returns>The known word with the fewest differences, ignoring case; null if more than a third of the characters differ.</returns>
    public static string? Find(string text, IEnumerable<string> known)
    {
        var most = Math.Max(1, text.Length / 3);
        return text.Length > 200
            ? null
            : known
                .Where(word => Math.Abs(word.Length - text.Length) <= most)
                .Select(word => (Word: word, Changes: EditDistance(text.ToUpperInvariant(), word.ToUpperInvariant())))
                .Where(near => near.Changes <= most)
                .OrderBy(near => near.Changes)
                .ThenBy(near => near.Word, StringComparer.Ordinal)
                .FirstOrDefault()
                .Word;
    }

    /// <summary>Number of insertions, deletions, replacements and swaps of adjacent characters (optimal string alignment).</summary>
    private static int EditDistance(string one, string other)
    {
        var distance = new int[one.Length + 1, other.Length + 1];
        for (var row = 0; row <= one.Length; row++)
            distance[row, 0] = row;
        for (var column = 0; column <= other.Length; column++)
            distance[0, column] = column;
        for (var row = 1; row <= one.Length; row++)
        for (var column = 1; column <= other.Length; column++)
        {
            var replaced = distance[row - 1, column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1);
            distance[row, column] = Math.Min(replaced, Math.Min(distance[row - 1, column], distance[row, column - 1]) + 1);
            if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                distance[row, column] = Math.Min(distance[row, column], distance[row - 2, column - 2] + 1);
        }
        return distance[one.Length, other.Length];
    }
}
