using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>Signs webhooks, so that the application can verify the sender and the integrity of the message, and verifies those of services that use the same scheme.</summary>
/// <remarks>Source: Standard Webhooks 1.0.0, symmetric scheme <c>v1</c>: HMAC-SHA-256 over <c>id.timestamp.body</c>, byte for byte.</remarks>
public static class StandardWebhook
{
    private const string Prefix = "whsec_";

    /// <summary>Number of random bytes of a new secret; the specification allows 24 to 64.</summary>
    public const int SecretLength = 32;

    private const int MinLength = 24,
        MaxLength = 64;

    /// <summary>Largest difference between the clocks, as the specification recommends.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    /// <returns>The secret as shown to the owner of the application: <c>whsec_</c> and base64.</returns>
    /// <exception cref="ArgumentException">Fewer than 24 or more than 64 bytes.</exception>
    public static string CreateSecret(ReadOnlySpan<byte> random)
    {
        if (random.Length is < MinLength or > MaxLength)
            throw new ArgumentException("A signing secret must have 24 to 64 bytes.", nameof(random));
        return Prefix + Convert.ToBase64String(random);
    }

    /// <param name="secret">The secret with or without <c>whsec_</c>.</param>
    /// <param name="id">Id of the message, the same in every attempt; without a full stop, which separates the signed parts.</param>
    /// <param name="at">Time of this attempt; receivers reject a difference of more than five minutes.</param>
    /// <param name="body">The exact bytes to send.</param>
    /// <returns>One entry of the <c>webhook-signature</c> header: <c>v1,</c> and base64.</returns>
    /// <exception cref="ArgumentException">The id is empty or contains a full stop.</exception>
    /// <exception cref="FormatException">The secret is not base64.</exception>
    public static string Sign(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        if (id.Length == 0 || id.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A webhook id must not be empty or contain a full stop.", nameof(id));
        var key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        byte[] signed = [.. head, .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }

    /// <returns>Whether a text is a secret with its prefix, as services show it.</returns>
    public static bool IsSecret(string text)
    {
        Span<byte> key = stackalloc byte[MaxLength];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length)
            && length >= MinLength;
    }

    /// <summary>Verifies a received webhook in constant time.</summary>
    /// <param name="secret">The secret with or without <c>whsec_</c>.</param>
    /// <param name="id">Header with the id; null if it is missing.</param>
    /// <param name="timestamp">Header with the seconds since 1970; null if it is missing.</param>
    /// <param name="signatures">Header with one or more signatures, separated by spaces, because a sender can change its secret; null if it is missing.</param>
    /// <param name="body">The exact bytes that were received.</param>
    /// <returns>False also if the webhook is older or newer than five minutes.</returns>
    public static bool IsValid(string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (
            string.IsNullOrEmpty(id)
            || id.Contains('.', StringComparison.Ordinal)
            || signatures is null
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((double)now.ToUnixTimeSeconds() - seconds) > s_tolerance.TotalSeconds
        )
            return false;
        var expected = Encoding.UTF8.GetBytes(Sign(secret, id, DateTimeOffset.FromUnixTimeSeconds(seconds), body));
        return signatures.Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(given)));
    }
}
