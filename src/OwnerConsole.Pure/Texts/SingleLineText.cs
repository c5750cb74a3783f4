namespace OwnerConsole.Pure.Texts;

/// <summary>A single-line text, such as a name.</summary>
public static class SingleLineText
{
    /// <param name="text">Text including surrounding spaces.</param>
    /// <param name="most">Maximum length in UTF-16 code units, without surrounding spaces.</param>
    /// <returns>False if the text is empty, blank, too long, or contains a control character.</returns>
    public static bool IsValid(string text, int most) => !string.IsNullOrWhiteSpace(text) && text.Trim().Length <= most && !text.Any(char.IsControl);
}
