using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Client;

/// <summary>Verifies that a message comes from the console, unchanged and recent.</summary>
/// <remarks>Standard Webhooks 1.0.0, symmetric scheme <c>v1</c>: HMAC-SHA-256 over <c>id.timestamp.body</c>, byte for byte.</remarks>
public static class WebhookSignature
{
    private const string Prefix = "whsec_",
        Version = "v1,";

    /// <summary>Maximum age of a message and difference between clocks. Older messages could be replays.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="secrets"><c>whsec_…</c>, exactly as shown; any of them is accepted, to support rotation.</param>
    /// <param name="id">Value of the header <c>webhook-id</c>.</param>
    /// <param name="timestamp">Value of the header <c>webhook-timestamp</c>.</param>
    /// <param name="signatures">Value of the header <c>webhook-signature</c>: one or more, separated by spaces. Other versions are ignored.</param>
    /// <param name="body">Exact bytes of the request body.</param>
    /// <returns>False also for missing or malformed values.</returns>
    /// <exception cref="FormatException">A secret is not valid base64.</exception>
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
                isGood |= CryptographicOperations.FixedTimeEquals(one, right); // all are compared, so that timing reveals nothing
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
