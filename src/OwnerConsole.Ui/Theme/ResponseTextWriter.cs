using System.Buffers;
using System.Text;

namespace OwnerConsole.Ui.Theme;

/// <summary>Text writer that collects small pieces of text and writes them as UTF-8 to a response buffer. It never blocks, because the buffer keeps everything until it is flushed.</summary>
internal sealed class ResponseTextWriter(IBufferWriter<byte> to) : TextWriter
{
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder(); // keeps a high surrogate until its low surrogate arrives with the next piece
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
