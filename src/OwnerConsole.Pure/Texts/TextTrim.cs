namespace OwnerConsole.Pure.Texts;

/// <summary>Reads optional texts that a person or an application has entered.</summary>
public static class TextTrim
{
    /// <returns>The text without white space around it; null if nothing else was entered.</returns>
    public static string? TrimToNull(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
