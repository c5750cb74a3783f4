namespace OwnerConsole.Tenants.Imports;

/// <summary>
/// Checks a part of an Excel file byte by byte: no document type, comment or CDATA, and limits for the depth, for each tag with the text after it, for all runs of
/// one text, and for the numbers of cells and formats. Otherwise a library that joins the runs, keeps the cells of a row with a copy of a shared text in each, and
/// searches the formats for each cell, could take hours or all memory.
/// </summary>
internal sealed class XmlPartScanner
{
    private const int MaxDepth = 100,
        MaxName = 64,
        MaxSegment = 128 * 1024, // a cell has at most 10,000 characters of at most 10 bytes
        MaxText = 128 * 1024,
        MaxCells = 5_000_000,
        MaxRowCells = 1_000, // each can have a copy of the longest shared text
        MaxFormats = 5_000,
        RowDepth = 3; // in the data of the sheet; the library ignores other rows

    private readonly byte[] _name = new byte[MaxName];
    private Place _place = Place.Text;
    private long _position;
    private long _segmentStart;
    private long _textStart;
    private int _nameLength;
    private int _depth;
    private int _textDepth;
    private int _cells;
    private int _rowCells;
    private int _formats;
    private bool _isSheet;
    private bool _isEnd;
    private byte _previous;

    private enum Place
    {
        Text,

        /// <summary>After the character that opens a tag.</summary>
        Opened,
        Name,
        Tag,
        DoubleQuote,
        SingleQuote,
        Declaration,
    }

    /// <summary>Whether the part must not be read because it has too many cells.</summary>
    public bool IsTooLarge => _cells > MaxCells || _rowCells > MaxRowCells;

    /// <param name="bytes">The next bytes of the part.</param>
    /// <returns>False if the part must not be read.</returns>
    public bool Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var character in bytes)
        {
            // Other encodings than those that contain ASCII would hide tags.
            if (character == 0 || _position - _segmentStart > MaxSegment || !Next(character))
                return false;
            _previous = character;
            _position++;
        }
        return true;
    }

    private bool Next(byte character)
    {
        switch (_place)
        {
            case Place.Text when character == '<':
                (_place, _segmentStart) = (Place.Opened, _position);
                return true;
            case Place.Opened:
                return Open(character);
            case Place.Name when character is not ((byte)'>' or (byte)'/' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'):
                // Names are compared without their prefix.
                _nameLength = character == ':' ? 0 : Append(character);
                return _nameLength <= MaxName;
            case Place.Name:
                _place = Place.Tag;
                return Start() && InTag(character);
            case Place.Tag:
                return InTag(character);
            case Place.DoubleQuote when character == '"':
            case Place.SingleQuote when character == '\'':
                _place = Place.Tag;
                return true;
            case Place.Declaration when character == '>' && _previous == '?':
                _place = Place.Text;
                return true;
            default:
                return true;
        }
    }

    private bool Open(byte character)
    {
        (_isEnd, _nameLength) = (character == '/', 0);
        switch (character)
        {
            case (byte)'!':
                return false;
            case (byte)'?':
                _place = Place.Declaration;
                return _segmentStart is 0 or 3; // at the start, or after the byte order mark
            case (byte)'/':
                _place = Place.Tag;
                return true;
            default:
                _place = Place.Name;
                _nameLength = Append(character);
                return ++_depth <= MaxDepth;
        }
    }

    private int Append(byte character)
    {
        if (_nameLength < MaxName)
            _name[_nameLength] = character;
        return _nameLength + 1;
    }

    /// <summary>A cell and a shared text start a text, whose runs are elements with the name t. Inside a text, they are part of it.</summary>
    private bool Start()
    {
        var name = _name.AsSpan(0, _nameLength);
        var isCell = name.SequenceEqual("c"u8);
        if (_textDepth == 0 && (isCell || name.SequenceEqual("si"u8)))
            (_textStart, _textDepth) = (_position, _depth);
        Count(name, isCell);
        return !IsTooLarge && _formats <= MaxFormats && (!name.SequenceEqual("t"u8) || _position - _textStart <= MaxText);
    }

    /// <summary>Merged cells and columns are kept in memory like cells. The list of the order of calculation has cells without rows.</summary>
    private void Count(ReadOnlySpan<byte> name, bool isCell)
    {
        if (isCell || name.SequenceEqual("mergeCell"u8) || name.SequenceEqual("col"u8))
            _cells++;
        else if (_depth == RowDepth && name.SequenceEqual("row"u8))
            _rowCells = 0;
        else if (name.SequenceEqual("numFmt"u8))
            _formats++;
        else if (name.SequenceEqual("worksheet"u8))
            _isSheet = true;
        if (isCell && _isSheet)
            _rowCells++;
    }

    private bool InTag(byte character)
    {
        if (character == '"')
            _place = Place.DoubleQuote;
        else if (character == '\'')
            _place = Place.SingleQuote;
        else if (character == '>')
        {
            if (_isEnd || _previous == '/')
                _depth--;
            if (_depth < _textDepth)
                _textDepth = 0;
            _place = Place.Text;
        }
        return true;
    }
}
