using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Pure.Signing;

/// <summary>Signs requests as Twilio does, to verify that a request came from Twilio.</summary>
/// <remarks>Source: Twilio's documentation on webhook security: base64 of HMAC-SHA-1 over the URL and the sorted fields of the form.</remarks>
public static class TwilioSignature
{
    /// <param name="authToken">Auth token of the Twilio account.</param>
    /// <param name="url">Complete URL as Twilio called it, including its query.</param>
    /// <param name="fields">Fields of the form. A name can occur more than once; equal values of it count once.</param>
    /// <returns>Value of the header <c>X-Twilio-Signature</c>.</returns>
    public static string Sign(string authToken, string url, IEnumerable<(string Name, string Value)> fields)
    {
        var text = new StringBuilder(url);
        foreach (
            var (name, value) in fields.Distinct().OrderBy(field => field.Name, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal)
        )
            text.Append(name).Append(value);
#pragma warning disable CA5350 // Twilio defines the algorithm. HMAC-SHA-1 is not affected by collisions of SHA-1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5350
    }

    /// <summary>Compares in constant time.</summary>
    /// <param name="given">Header of the request; null if it is missing.</param>
    public static bool IsValid(string authToken, string url, IEnumerable<(string Name, string Value)> fields, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(authToken, url, fields)), Encoding.UTF8.GetBytes(given));
}
