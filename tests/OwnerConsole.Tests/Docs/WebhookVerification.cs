using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Tests.Docs;

/// <summary>The C# example of docs/guides/webhooks.md, compiled.</summary>
internal static class WebhookVerification
{
    public static bool Verify(string secret, IHeaderDictionary headers, byte[] body, DateTimeOffset now)
    {
        var (id, at) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        if (!long.TryParse(at, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300)
            return false;
        var key = Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal));
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. body];
        var expected = $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
        return headers["webhook-signature"]
            .ToString()
            .Split(' ')
            .Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected)));
    }
}
