using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>Time-based one-time passwords of six digits, thirty seconds each.</summary>
/// <remarks>
/// Source: RFC 6238 over RFC 4226, with HMAC-SHA-1 because that is what authenticator apps agree on. The clock and the memory of the last
/// accepted step are the caller's: a code is worth one sign-in only when steps up to the last accepted one are refused.
/// </remarks>
public static class Totp
{
    /// <summary>Seconds one code is shown.</summary>
    public const int Period = 30;

    /// <summary>Bytes of a key: the length of the hash, as RFC 4226 recommends.</summary>
    public const int KeyLength = 20;

    /// <returns>the number of the step that <paramref name="at"/> lies in</returns>
    public static long Step(DateTimeOffset at) => Math.DivRem(at.ToUnixTimeSeconds(), Period).Quotient;

    /// <returns>six digits, leading zeros kept</returns>
    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(key, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>Which step a typed code belongs to: the present one, or a neighbour, because clocks differ and people type slowly.</summary>
    /// <param name="key">the shared key</param>
    /// <param name="code">what was typed, digits only</param>
    /// <param name="now">the present step</param>
    /// <param name="last">the last step whose code was accepted; it and earlier ones are replays</param>
    /// <returns>the step to remember as accepted; null when the code fits none</returns>
    public static long? Accepted(ReadOnlySpan<byte> key, string code, long now, long last)
    {
        long? accepted = null;
        var typed = Encoding.ASCII.GetBytes(code);
        for (var step = now - 1; step <= now + 1; step++)
        {
            var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(key, step)), typed);
            if (fits && step > last)
                accepted = step;
        }
        return accepted;
    }

    /// <returns>the address that authenticator apps read from a QR code (Key URI format)</returns>
    public static string Address(string issuer, string account, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Base32.Format(key)}&issuer={Uri.EscapeDataString(issuer)}";
}
