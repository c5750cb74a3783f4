using System.Buffers.Binary;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>The text of an API key: <c>oc_live_{id}_{secret}_{checksum}</c>, or <c>oc_test_</c> for the demo population.</summary>
/// <remarks>
/// The prefix lets scanners find a key that leaked; the checksum (CRC-32 over all before it) refuses a mistyped key without asking the
/// database. The form follows GitHub's token format of 2021.
/// </remarks>
/// <param name="IsLive">false for a test key</param>
/// <param name="Id">8 characters, stored in clear to find the key by</param>
/// <param name="Secret">32 characters, about 190 bits; only its hash is stored</param>
public sealed record ApiKeyText(bool IsLive, string Id, string Secret)
{
    /// <summary>Bytes of randomness that <see cref="Make"/> takes: enough that no character is likelier than another by more than 2^-65.</summary>
    public const int Randomness = 48;

    private const int IdLength = 8,
        SecretLength = 32,
        ChecksumLength = 6;

    /// <param name="isLive">false makes a test key</param>
    /// <param name="random">48 bytes from a cryptographic source; the same bytes make the same key</param>
    /// <exception cref="ArgumentException">not 48 bytes</exception>
    public static ApiKeyText Make(bool isLive, ReadOnlySpan<byte> random)
    {
        if (random.Length != Randomness)
            throw new ArgumentException($"An API key requires {Randomness} random bytes.", nameof(random));
        return new(isLive, Base62.Format(random[..16], IdLength), Base62.Format(random[16..], SecretLength));
    }

    /// <returns>null when the text is no key: another form, or a checksum that does not fit</returns>
    public static ApiKeyText? Parse(string? text)
    {
        if (text?.Split('_') is not ["oc", "live" or "test", var id, var secret, var checksum])
            return null;
        if (!Base62.Is(id, IdLength) || !Base62.Is(secret, SecretLength))
            return null;
        var key = new ApiKeyText(text.StartsWith("oc_live_", StringComparison.Ordinal), id, secret);
        return key.Checksum() == checksum ? key : null;
    }

    /// <returns>what the application sends as its bearer token</returns>
    public override string ToString() => $"{Stem()}_{Checksum()}";

    private string Stem() => $"oc_{(IsLive ? "live" : "test")}_{Id}_{Secret}";

    private string Checksum()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Crc32(Encoding.ASCII.GetBytes(Stem())));
        return Base62.Format(bytes, ChecksumLength);
    }

    // ISO 3309 polynomial, reflected. The framework's Crc32 is a package of its own, and sixty characters need no table.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }
        return ~crc;
    }
}
