using System.Text;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>The value of a ce- header: one round of percent decoding, after a surrounding pair of quotes is taken off.</summary>
/// <remarks>Liberal where the SDKs in use are: a percent sign that two hex digits don't follow stays what it is, and what wasn't encoded at all arrives as UTF-8 bytes.</remarks>
internal static class HeaderText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="sent">byte for byte, as Latin-1</param>
    /// <returns>null when what was encoded is not UTF-8</returns>
    public static string? Decode(string sent)
    {
        sent = Strict(Encoding.Latin1.GetBytes(sent)) ?? sent;
        var text = sent.Length >= 2 && sent[0] == '"' && sent[^1] == '"' ? Unquote(sent[1..^1]) : sent;
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(at + 1, 2))[0]);
                at += 2;
            }
            else if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length)
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at++, 2)));
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, 1)));
        }
        return Strict([.. bytes]);
    }

    private static string? Strict(byte[] bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Unquote(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            plain.Append(text[at] == '\\' && at + 1 < text.Length ? text[++at] : text[at]);
        return plain.ToString();
    }
}
