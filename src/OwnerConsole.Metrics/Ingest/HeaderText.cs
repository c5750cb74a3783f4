using System.Text;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Value of a ce- header: one round of percent-decoding, after removing surrounding quotes.</summary>
/// <remarks>As tolerant as the SDKs require: a percent sign without two hex digits is kept, and unencoded text is read as UTF-8.</remarks>
internal static class HeaderText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="sent">The header's bytes as Latin-1.</param>
    /// <returns>Null if the decoded text is not UTF-8.</returns>
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
