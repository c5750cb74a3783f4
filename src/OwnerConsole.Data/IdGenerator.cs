using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Data;

/// <summary>Creates ids that sort in order of creation, also within one millisecond of this process.</summary>
/// <remarks>Source: RFC 9562, section 6.2, method 1. The 12 bits after the version are a counter.</remarks>
public sealed class IdGenerator(TimeProvider clock)
{
    public const string Platform = "tnt_platform";

    /// <summary>Start of the id of a member.</summary>
    public const string MemberPrefix = "mbr_";

    private const int CounterBits = 12;
    private const long MaxLead = 1_000L << CounterBits; // one second: a clock that was corrected further back starts again

    private long _last; // Unix milliseconds and counter of the newest id

    public static bool IsTenant(string id) => id.StartsWith("tnt_", StringComparison.Ordinal);

    public static bool IsMember(string id) => id.StartsWith(MemberPrefix, StringComparison.Ordinal);

    public string New(string prefix)
    {
        var position = NextPosition();
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(position >> CounterBits)).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | (position >> 8 & 0xF));
        bytes[7] = (byte)position;
        return TypeId.Format(prefix, new Guid(bytes, bigEndian: true));
    }

    private long NextPosition()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = last < now || last - now > MaxLead ? now : last + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return next;
        }
    }
}
