using System.Text;
using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Errors;

/// <summary>Repairs JSON of applications before it is parsed.</summary>
public static partial class JsonText
{
    /// <summary>Replaces halves of characters, which JavaScript sends when a text is cut inside an emoji. Such a text could not be read at all.</summary>
    public static ReadOnlyMemory<byte> WithoutLoneSurrogates(ReadOnlyMemory<byte> json)
    {
        if (json.Span.IndexOf("\\ud"u8) < 0 && json.Span.IndexOf("\\uD"u8) < 0)
            return json;
        return Encoding.UTF8.GetBytes(Lone().Replace(Encoding.UTF8.GetString(json.Span), @"\ufffd"));
    }

    [GeneratedRegex(
        @"\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\u[dD][89aAbB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}",
        RegexOptions.None,
        5000
    )]
    private static partial Regex Lone();
}
