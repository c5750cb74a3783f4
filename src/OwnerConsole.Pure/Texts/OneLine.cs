namespace OwnerConsole.Pure.Texts;

/// <summary>A text in one line that people or programs tell something by, such as its name.</summary>
public static class OneLine
{
    /// <param name="text">with the spaces that somebody typed around it</param>
    /// <param name="most">UTF-16 code units, without those spaces</param>
    /// <returns>false for an empty or blank text, a longer one, and one with a control character anywhere</returns>
    public static bool Fits(string text, int most) => !string.IsNullOrWhiteSpace(text) && text.Trim().Length <= most && !text.Any(char.IsControl);
}
