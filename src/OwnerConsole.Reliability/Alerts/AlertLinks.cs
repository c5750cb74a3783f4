using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Links in notifications that acknowledge their alerts without a sign-in. A link is for one notification, and so for its recipient, and expires.</summary>
/// <remarks>A token is the id of the notification, the end of its lifetime, and their keyed hash. It is not stored.</remarks>
public sealed class AlertLinks(SecretBox box)
{
    internal const string Path = "/alert-links";

    /// <summary>A notification that is older is about alerts that were escalated or resolved long ago.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const string Kind = "alert-link";

    private const int MaxLength = 200;

    /// <returns>Path of the page of a token.</returns>
    internal static string Of(string token) => $"{Path}/{token}";

    /// <param name="now">Start of its lifetime.</param>
    public string CreateToken(string notificationId, DateTimeOffset now)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{notificationId}.{(now + Lifetime).ToUnixTimeSeconds()}");
        return $"{text}.{Base64Url.EncodeToString(box.Fingerprint(Kind, "", text))}";
    }

    /// <returns>Id of the notification; null when the token has expired or was not created here.</returns>
    public string? FindNotification(string token, DateTimeOffset now) =>
        token.Length <= MaxLength
        && token.Split('.') is [var notification, var end, var hash]
        && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && now.ToUnixTimeSeconds() < seconds
        && Base64Url.IsValid(hash)
        && IsSigned($"{notification}.{end}", Base64Url.DecodeFromChars(hash))
            ? notification
            : null;

    private bool IsSigned(string text, byte[] hash) =>
        box.Fingerprints(Kind, "", text).Any(expected => CryptographicOperations.FixedTimeEquals(expected.Hash, hash));
}
