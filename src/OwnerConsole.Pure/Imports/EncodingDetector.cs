using System.Text;

namespace OwnerConsole.Pure.Imports;

/// <summary>Detects the encoding of a text file from its bytes, part by part, so that a large file is never in memory as a whole.</summary>
public sealed class EncodingDetector
{
    private readonly Decoder _utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
    private Decoder? _utf16;
    private Encoding? _marked;
    private char[] _characters = [];
    private bool _isStarted;
    private bool _isUtf8 = true;

    /// <summary>Whether a part contained the character with the code 0, which text never contains, but spreadsheets and archives do.</summary>
    public bool IsBinary { get; private set; }

    /// <param name="part">The next bytes of the file. The first part has at least three bytes unless the file is shorter.</param>
    public void Add(ReadOnlySpan<byte> part)
    {
        if (!_isStarted)
            Start(part);
        if (_characters.Length <= part.Length + 1)
            _characters = new char[part.Length + 2];
        if (_utf16 is not null)
            IsBinary |= _characters.AsSpan(0, _utf16.GetChars(part, _characters, flush: false)).Contains('\0');
        else
        {
            IsBinary |= part.Contains((byte)0);
            _isUtf8 = _isUtf8 && IsUtf8(part, isLast: false);
        }
    }

    /// <returns>The encoding of the whole file; null for a file that isn't text, such as a spreadsheet or an archive.</returns>
    public (FileEncoding Name, Encoding Encoding)? Complete() =>
        IsBinary ? null
        : _utf16 is not null && _marked is not null ? (FileEncoding.Utf16, _marked)
        : _marked is not null || (_isUtf8 && IsUtf8([], isLast: true)) ? (FileEncoding.Utf8, Encoding.UTF8)
        : (FileEncoding.Windows1252, Windows1252);

    private void Start(ReadOnlySpan<byte> part)
    {
        _isStarted = true;
        _marked = part switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        _utf16 = _marked switch
        {
            null or UTF8Encoding => null,
            { } utf16 => utf16.GetDecoder(),
        };
    }

    private bool IsUtf8(ReadOnlySpan<byte> part, bool isLast)
    {
        try
        {
            _utf8.GetChars(part, _characters, isLast);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!; // the provider of the runtime always has it
}
