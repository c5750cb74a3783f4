using System.Globalization;
using System.Text;

namespace OwnerConsole.Ui.Documents;

/// <summary>Characters that the font of PDF files can show.</summary>
public static class DocumentText
{
    /// <summary>Shown instead of a character that <see cref="IsShown"/> excludes.</summary>
    public const string Placeholder = "□";

    /// <returns>
    /// Whether the letter is in a block of Unicode that the font has: Latin, Greek, Cyrillic, Armenian, Georgian, and common symbols. Right-to-left scripts need
    /// shaping, so they are not shown.
    /// </returns>
    public static bool IsShown(char letter) =>
        letter is < '\u0590' or (>= '\u10A0' and <= '\u10FF') or (>= '\u1E00' and <= '\u22FF') or (>= '\u2500' and <= '\u27BF');

    /// <returns>The text with a placeholder for each character that can't be shown, and spaces instead of control characters other than line breaks.</returns>
    public static string Replace(string text)
    {
        var shown = new StringBuilder(text.Length);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            shown.Append(
                !element.All(IsShown) ? Placeholder
                : char.IsControl(element[0]) && element is not ("\n" or "\r\n") ? " "
                : element
            );
        }
        return shown.ToString();
    }
}
