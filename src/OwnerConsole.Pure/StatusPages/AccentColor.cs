using System.Globalization;

namespace OwnerConsole.Pure.StatusPages;

/// <summary>Color of the header of the status page, in the form #rrggbb.</summary>
public static class AccentColor
{
    /// <summary>Color until another one is chosen.</summary>
    public const string Default = "#2454c7";

    /// <returns>Whether the text is # and six hexadecimal digits.</returns>
    public static bool IsValid(string text) => text is ['#', ..] && text.Length == 7 && text.Skip(1).All(char.IsAsciiHexDigit);

    /// <param name="accent">A valid color.</param>
    /// <returns>Black or white, whichever has more contrast on the color; that is at least 4.5 to 1.</returns>
    /// <remarks>Source: WCAG 2.2, relative luminance and contrast ratio. Both contrasts are equal at a luminance of 0.179.</remarks>
    public static string TextOn(string accent) => Luminance(accent) > 0.179 ? "#000000" : "#ffffff";

    private static double Luminance(string accent) => (0.2126 * Channel(accent, 1)) + (0.7152 * Channel(accent, 3)) + (0.0722 * Channel(accent, 5));

    private static double Channel(string accent, int start)
    {
        var share = int.Parse(accent.AsSpan(start, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
