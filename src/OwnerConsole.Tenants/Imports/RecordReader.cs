namespace OwnerConsole.Tenants.Imports;

/// <summary>Ends the text at a row that is longer than allowed, so that an unclosed quote or an endless row is never in memory as a whole.</summary>
internal sealed class RecordReader(TextReader text, int maxLength) : TextReader
{
    /// <summary>The parser reads ahead, which must not count as part of the row for long.</summary>
    private const int MaxRead = 16_384;

    private int _length;

    /// <summary>Whether the text ended early.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The characters that are read from now on belong to the next row.</summary>
    public void StartRecord() => _length = 0;

    public override int Peek() => text.Peek();

    public override int Read() => text.Read();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        IsTooLong |= _length > maxLength;
        if (IsTooLong)
            return 0;
        var read = text.Read(buffer[..Math.Min(buffer.Length, MaxRead)]);
        _length += read;
        return read;
    }
}
