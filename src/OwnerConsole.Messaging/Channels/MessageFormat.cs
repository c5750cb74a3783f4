using System.Text;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Fits a message into the limits of a service.</summary>
internal static partial class MessageFormat
{
    private const string Ellipsis = "…";

    /// <returns>The text with line feeds as its only control characters.</returns>
    public static string Clean(string text) => new([.. text.ReplaceLineEndings("\n").Where(character => character is '\n' || !char.IsControl(character))]);

    /// <returns>The text on one line.</returns>
    public static string Line(string text) => Space().Replace(new([.. text.Select(character => char.IsControl(character) ? ' ' : character)]), " ").Trim();

    /// <summary>Joins title, text and link. A text that is too long is cut, so that the link remains.</summary>
    /// <param name="title">Title as it is written in the message; empty for none.</param>
    public static string Join(string title, string text, string? link, int max)
    {
        var head = title.Length == 0 ? "" : TextTruncation.Truncate(title, max / 4) + "\n";
        var tail = link is null ? "" : "\n" + link;
        if (head.Length + tail.Length > max)
            tail = ""; // an address can't be cut
        return (head + Cut(text.Trim(), max - head.Length - tail.Length) + tail).Trim();
    }

    /// <inheritdoc cref="Join(string,string,string?,int)"/>
    public static string Join(SourcedMessage message, int max) => Join(Line(message.Title), Clean(message.Text), message.Link, max);

    /// <returns>The text, with an ellipsis if it was cut.</returns>
    public static string Cut(string text, int max) =>
        text.Length <= max ? text
        : max <= 0 ? ""
        : TextTruncation.Truncate(text, max - Ellipsis.Length) + Ellipsis;

    /// <summary>Splits a text into parts without splitting a character, and escapes each.</summary>
    /// <param name="max">Maximum length of an escaped part.</param>
    /// <param name="total">Maximum length of all parts together; the rest is cut.</param>
    public static IReadOnlyList<string> Split(string text, Func<string, string> escape, int max, int total)
    {
        var (parts, part, left) = (new List<string>(), new StringBuilder(), total - Ellipsis.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var escaped = escape(rune.ToString());
            if (escaped.Length > left)
            {
                part.Append(Ellipsis);
                break;
            }
            if (part.Length + escaped.Length > max - Ellipsis.Length)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            part.Append(escaped);
            left -= escaped.Length;
        }
        if (part.Length > 0)
            parts.Add(part.ToString());
        return [.. parts.Where(one => !string.IsNullOrWhiteSpace(one))];
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
