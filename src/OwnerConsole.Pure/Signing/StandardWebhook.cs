using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>Signs what is sent to an application, so that it knows the sender and that nothing was changed on the way.</summary>
/// <remarks>Source: Standard Webhooks 1.0.0, symmetric scheme <c>v1</c>: HMAC-SHA-256 over <c>id.timestamp.body</c>, byte for byte.</remarks>
public static class StandardWebhook
{
    private const string Prefix = "whsec_";

    /// <summary>Bytes of randomness of a new secret; the specification allows 24 to 64.</summary>
    public const int SecretLength = 32;

    /// <returns>the secret as the application's owner sees it: <c>whsec_</c> and base64</returns>
    /// <exception cref="ArgumentException">fewer than 24 or more than 64 bytes</exception>
    public static string Secret(ReadOnlySpan<byte> random)
    {
        if (random.Length is < 24 or > 64)
            throw new ArgumentException("A signing secret must have 24 to 64 bytes.", nameof(random));
        return Prefix + Convert.ToBase64String(random);
    }

    /// <param name="secret"><c>whsec_…</c>, or the base64 alone</param>
    /// <param name="id">the message's id, the same in every attempt; without a full stop, which separates the signed parts</param>
    /// <param name="at">the moment of this attempt; receivers refuse one that is five minutes off</param>
    /// <param name="body">exactly the bytes that are sent</param>
    /// <returns>one entry of the header <c>webhook-signature</c>: <c>v1,</c> and base64</returns>
    /// <exception cref="ArgumentException">the id is empty or has a full stop</exception>
    /// <exception cref="FormatException">the secret is not base64</exception>
    public static string Sign(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        if (id.Length == 0 || id.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A webhook id must not be empty or contain a full stop.", nameof(id));
        var key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        byte[] signed = [.. head, .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}
