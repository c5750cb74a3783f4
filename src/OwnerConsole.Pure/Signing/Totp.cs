using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>Time-based one-time passwords with six digits, valid for thirty seconds each.</summary>
/// <remarks>
/// Source: RFC 6238 over RFC 4226, with HMAC-SHA-1 because that is what authenticator apps support. The caller provides the clock and stores the last
/// accepted step: a code is valid for one sign-in only if steps up to the last accepted one are rejected.
/// </remarks>
public static class Totp
{
    /// <summary>Duration of one code in seconds.</summary>
    public const int Period = 30;

    /// <summary>Length of a key in bytes: the length of the hash, as recommended by RFC 4226.</summary>
    public const int KeyLength = 20;

    /// <returns>The number of the step that contains <paramref name="at"/>.</returns>
    public static long Step(DateTimeOffset at) => Math.DivRem(at.ToUnixTimeSeconds(), Period).Quotient;

    /// <returns>Six digits with leading zeros.</returns>
    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(key, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>Finds the step of a code: the current one or a neighbour, because clocks differ and typing takes time.</summary>
    /// <param name="key">The shared key.</param>
    /// <param name="code">The entered code, digits only.</param>
    /// <param name="now">The current step.</param>
    /// <param name="last">The last step whose code was accepted; it and earlier ones are replays.</param>
    /// <returns>The step to store as accepted; null if the code is invalid.</returns>
    public static long? FindStep(ReadOnlySpan<byte> key, string code, long now, long last)
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

    /// <returns>The URI that authenticator apps read from a QR code (Key URI format).</returns>
    public static string ProvisioningUri(string issuer, string account, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Base32.Format(key)}&issuer={Uri.EscapeDataString(issuer)}";
}
