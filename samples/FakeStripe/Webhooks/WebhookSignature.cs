using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FakeStripe.Webhooks;

/// <summary>Stripe's webhook signature: HMAC-SHA256 of <c>t.payload</c> with the whole secret, including <c>whsec_</c>.</summary>
public static class WebhookSignature
{
    /// <param name="secrets">Several during a rotation: the header has one v1 value for each.</param>
    /// <returns>Value of the header <c>Stripe-Signature</c>.</returns>
    public static string Header(string payload, DateTimeOffset sentAt, IEnumerable<string> secrets)
    {
        var time = sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"{time}.{payload}");
        return string.Join(',', secrets.Select(secret => "v1=" + Hash(secret, signed)).Prepend("t=" + time));
    }

    private static string Hash(string secret, byte[] signed) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
}
