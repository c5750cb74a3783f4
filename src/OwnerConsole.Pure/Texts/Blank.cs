using System.Globalization;

namespace OwnerConsole.Pure.Texts;

/// <summary>Texts in which nobody sees anything.</summary>
public static class Blank
{
    /// <summary>Letters of Unicode that are drawn as nothing.</summary>
    private const string InvisibleLetters = "\u115F\u1160\u3164\uFFA0";

    /// <returns>whether a text has nothing but white space and characters that are not drawn, such as a zero-width space</returns>
    public static bool Is(string? text) => text is null || text.All(IsInvisible);

    private static bool IsInvisible(char character) =>
        char.IsWhiteSpace(character)
        || InvisibleLetters.Contains(character, StringComparison.Ordinal)
        || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control;
}
