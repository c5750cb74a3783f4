using System.Buffers.Binary;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>Text of an API key: <c>oc_live_{id}_{secret}_{checksum}</c>, or <c>oc_test_</c> for test mode.</summary>
/// <remarks>
/// The prefix lets scanners find leaked keys; the checksum (CRC-32 of the preceding text) detects mistyped keys without a database lookup. The format
/// follows GitHub's token format of 2021.
/// </remarks>
/// <param name="IsLive">False for a test key.</param>
/// <param name="Id">8 characters, stored unencrypted to look up the key.</param>
/// <param name="Secret">32 characters, about 190 bits; only its hash is stored.</param>
public sealed record ApiKeyText(bool IsLive, string Id, string Secret)
{
    /// <summary>Number of random bytes needed by <see cref="Create"/>: enough that the probabilities of characters differ by at most 2^-65.</summary>
    public const int RandomLength = 48;

    private const int IdLength = 8,
        SecretLength = 32,
        ChecksumLength = 6;

    /// <param name="isLive">Whether to create a live key or a test key.</param>
    /// <param name="random">48 bytes from a cryptographic source; the same bytes create the same key.</param>
    /// <exception cref="ArgumentException">Not 48 bytes.</exception>
    public static ApiKeyText Create(bool isLive, ReadOnlySpan<byte> random)
    {
        if (random.Length != RandomLength)
            throw new ArgumentException($"An API key requires {RandomLength} random bytes.", nameof(random));
        return new(isLive, Base62.Format(random[..16], IdLength), Base62.Format(random[16..], SecretLength));
    }

    /// <returns>Null if the text is not a key: the format or the checksum is wrong.</returns>
    public static ApiKeyText? Parse(string? text)
    {
        if (text?.Split('_') is not ["oc", "live" or "test", var id, var secret, var checksum])
            return null;
        if (!Base62.IsValid(id, IdLength) || !Base62.IsValid(secret, SecretLength))
            return null;
        var key = new ApiKeyText(text.StartsWith("oc_live_", StringComparison.Ordinal), id, secret);
        return key.Checksum() == checksum ? key : null;
    }

    /// <returns>The bearer token sent by the application.</returns>
    public override string ToString() => $"{WithoutChecksum()}_{Checksum()}";

    private string WithoutChecksum() => $"oc_{(IsLive ? "live" : "test")}_{Id}_{Secret}";

    private string Checksum()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Crc32(Encoding.ASCII.GetBytes(WithoutChecksum())));
        return Base62.Format(bytes, ChecksumLength);
    }

    // ISO 3309 polynomial, reflected. The framework's Crc32 requires another package, and sixty characters need no table.
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
