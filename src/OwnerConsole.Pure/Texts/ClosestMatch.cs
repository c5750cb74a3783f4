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
                .Select(word => (Word: word, Changes: WordDistance.Of(text.ToUpperInvariant(), word.ToUpperInvariant(), most)))
                .Where(near => near.Changes <= most)
                .OrderBy(near => near.Changes)
                .ThenBy(near => near.Word, StringComparer.Ordinal)
                .FirstOrDefault()
                .Word;
    }
}
