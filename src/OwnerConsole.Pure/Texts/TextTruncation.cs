namespace OwnerConsole.Pure.Texts;

/// <summary>Truncates a text without splitting a surrogate pair, because databases reject half of one.</summary>
public static class TextTruncation
{
    /// <param name="text">Text of any length.</param>
    /// <param name="most">Maximum length in UTF-16 code units.</param>
    /// <returns>The text itself if it is short enough; one unit less than <paramref name="most"/> if a pair would be split.</returns>
    public static string Truncate(string text, int most) =>
        text.Length <= most ? text : text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
