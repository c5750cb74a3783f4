using System.Globalization;

namespace OwnerConsole.Pure.Texts;

/// <summary>Detects texts without visible characters.</summary>
public static class BlankText
{
    /// <summary>Unicode letters without a visible glyph.</summary>
    private const string InvisibleLetters = "\u115F\u1160\u3164\uFFA0";

    /// <returns>Whether a text contains only white space and invisible characters, such as a zero-width space.</returns>
    public static bool IsBlank(string? text) => text is null || text.All(IsInvisible);

    private static bool IsInvisible(char character) =>
        char.IsWhiteSpace(character)
        || InvisibleLetters.Contains(character, StringComparison.Ordinal)
        || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control;
}
