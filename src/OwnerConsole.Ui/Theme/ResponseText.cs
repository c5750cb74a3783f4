using System.Buffers;
using System.Text;

namespace OwnerConsole.Ui.Theme;

/// <summary>Many small pieces of text as UTF-8, put together before they go where answers are written. Nothing waits: what it writes to holds all of it until it is told to send.</summary>
internal sealed class ResponseText(IBufferWriter<byte> to) : TextWriter
{
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder(); // keeps the first half of a character whose second half comes with the next piece
    private readonly char[] _kept = ArrayPool<char>.Shared.Rent(16 << 10);
    private int _length;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (_length == _kept.Length)
            Pass(isLast: false);
        _kept[_length++] = value;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (buffer.Length > _kept.Length - _length)
        {
            var fits = _kept.Length - _length;
            buffer[..fits].CopyTo(_kept.AsSpan(_length));
            buffer = buffer[fits..];
            _length = _kept.Length;
            Pass(isLast: false);
        }
        buffer.CopyTo(_kept.AsSpan(_length));
        _length += buffer.Length;
    }

    protected override void Dispose(bool disposing)
    {
        Pass(isLast: true);
        ArrayPool<char>.Shared.Return(_kept);
        base.Dispose(disposing);
    }

    private void Pass(bool isLast)
    {
        _encoder.Convert(_kept.AsSpan(0, _length), to, isLast, out _, out _);
        _length = 0;
    }
}
