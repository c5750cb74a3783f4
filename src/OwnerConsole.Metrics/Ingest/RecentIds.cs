using System.Buffers.Binary;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>
/// Recently written ids, used to guess whether an event is a duplicate: most duplicates arrive within a minute and at the same node.
/// </summary>
/// <remarks>
/// This is only a guess: entries are overwritten by others, and only the database is authoritative. It uses half a megabyte, regardless of volume.
/// </remarks>
internal sealed class RecentIds
{
    private const int SlotCount = 1 << 16;

    private readonly ulong[] _slots = new ulong[SlotCount];

    public void Add(Guid id)
    {
        var known = HashOf(id);
        _slots[known % SlotCount] = known;
    }

    public bool Has(Guid id)
    {
        var known = HashOf(id);
        return _slots[known % SlotCount] == known;
    }

    /// <summary>The second half is always a digest, while the first may be a timestamp.</summary>
    private static ulong HashOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
    }
}
