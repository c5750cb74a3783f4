using System.Buffers.Binary;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>What was written lately, to guess by whether something comes again: most of what does comes within the minute, and to who took it the first time.</summary>
/// <remarks>A guess and no more: a place is taken over by whoever comes next to it, and only the database says what is there. Half a megabyte, however much comes in.</remarks>
internal sealed class RecentIds
{
    private const int Places = 1 << 16;

    private readonly ulong[] _places = new ulong[Places];

    public void Add(Guid id)
    {
        var known = Known(id);
        _places[known % Places] = known;
    }

    public bool Has(Guid id)
    {
        var known = Known(id);
        return _places[known % Places] == known;
    }

    /// <summary>The second half: digest in any case, whereas the first may be a moment.</summary>
    private static ulong Known(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
    }
}
