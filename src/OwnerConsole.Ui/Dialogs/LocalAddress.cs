using System.Text;

namespace OwnerConsole.Ui.Dialogs;

/// <summary>Validates addresses from a request before redirecting to them.</summary>
public static class LocalAddress
{
    /// <returns>
    /// The address if it is a path within this console, with characters outside of ASCII escaped, because headers can't contain them; null for anything that could lead to
    /// another site.
    /// </returns>
    public static string? OrNull(string? text) => text is ['/', ..] && text is not (['/', '/' or '\\', ..]) && !text.Any(char.IsControl) ? Escaped(text) : null;

    private static string Escaped(string text) =>
        Ascii.IsValid(text)
            ? text
            : string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
