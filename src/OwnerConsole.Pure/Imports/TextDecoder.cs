using System.Text;
using System.Text.Unicode;

namespace OwnerConsole.Pure.Imports;

/// <summary>Detects the encoding of a text file from its bytes.</summary>
public static class TextDecoder
{
    /// <param name="bytes">The whole file.</param>
    /// <returns>The text without its byte order mark, and its encoding; null for a file that isn't text, such as a spreadsheet or an archive.</returns>
    public static (string Text, FileEncoding Encoding)? Decode(ReadOnlySpan<byte> bytes)
    {
        var (text, encoding) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => (Encoding.UTF8.GetString(rest), FileEncoding.Utf8),
            [0xFF, 0xFE, .. var rest] => (Encoding.Unicode.GetString(rest), FileEncoding.Utf16),
            [0xFE, 0xFF, .. var rest] => (Encoding.BigEndianUnicode.GetString(rest), FileEncoding.Utf16),
            _ when Utf8.IsValid(bytes) => (Encoding.UTF8.GetString(bytes), FileEncoding.Utf8),
            _ => (Windows1252.GetString(bytes), FileEncoding.Windows1252),
        };
        return text.Contains('\0', StringComparison.Ordinal) ? null : (text, encoding);
    }

    private static Encoding Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!; // the provider of the runtime always has it
}
