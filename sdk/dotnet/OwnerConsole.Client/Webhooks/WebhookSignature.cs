using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Client;

/// <summary>Says whether a message is from the console, unchanged, and from now.</summary>
/// <remarks>Standard Webhooks 1.0.0, symmetric scheme <c>v1</c>: HMAC-SHA-256 over <c>id.timestamp.body</c>, byte for byte.</remarks>
public static class WebhookSignature
{
    private const string Prefix = "whsec_",
        Version = "v1,";

    /// <summary>Clocks may differ by so much; what is older may be somebody who listened.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="secrets"><c>whsec_…</c>, each as it was shown; any of them will do, so that a new one can take over from an old one</param>
    /// <param name="id">the header <c>webhook-id</c></param>
    /// <param name="timestamp">the header <c>webhook-timestamp</c></param>
    /// <param name="signatures">the header <c>webhook-signature</c>: several, separated by spaces; other versions are passed over</param>
    /// <param name="body">exactly as it came</param>
    /// <returns>false for whatever is missing or malformed, too</returns>
    /// <exception cref="FormatException">a secret is not base64</exception>
    public static bool IsGood(IEnumerable<string> secrets, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || signatures is null || !IsNear(timestamp, now))
            return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var given = signatures.Split(' ').Where(one => one.StartsWith(Version, StringComparison.Ordinal)).Select(Bytes).ToList();
        var isGood = false;
        foreach (var secret in secrets)
        {
            var right = HMACSHA256.HashData(Key(secret), signed);
            foreach (var one in given)
                isGood |= CryptographicOperations.FixedTimeEquals(one, right); // none is passed over, so that the time tells nothing
        }
        return isGood;
    }

    private static bool IsNear(string? timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((decimal)seconds - now.ToUnixTimeSeconds()) <= (decimal)Tolerance.TotalSeconds;

    private static byte[] Key(string secret) =>
        Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);

    private static byte[] Bytes(string signature)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(signature[Version.Length..], bytes, out var length) && length == bytes.Length ? bytes : [];
    }
}
