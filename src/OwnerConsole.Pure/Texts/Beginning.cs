namespace OwnerConsole.Pure.Texts;

/// <summary>As much of a text as there is room for, never with half of a letter at its end: no database takes that.</summary>
public static class Beginning
{
    /// <param name="text">of any length</param>
    /// <param name="most">UTF-16 code units</param>
    /// <returns>the text itself when it is no longer; one unit less than <paramref name="most"/> where the last would be half of a pair</returns>
    public static string Of(string text, int most) => text.Length <= most ? text : text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
