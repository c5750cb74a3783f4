using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Links in notifications that acknowledge their alerts without a sign-in. A link is for one notification, and so for its recipient, and expires.</summary>
/// <remarks>The token is encrypted like the links by which members unsubscribe. It is not stored.</remarks>
public sealed class AlertLinks(SecretBox box)
{
    internal const string Path = "/alert-links";

    /// <summary>A notification that is older is about alerts that were escalated or resolved long ago.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const string Kind = "alert-link";

    private const int MaxLength = 1_000;

    /// <returns>Path of the page of a token.</returns>
    internal static string Of(string token) => $"{Path}/{token}";

    /// <param name="now">Start of its lifetime.</param>
    internal string CreateToken(string notificationId, DateTimeOffset now) =>
        Base64Url.EncodeToString(
            box.Encrypt(
                Kind,
                "",
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{notificationId} {(now + Lifetime).ToUnixTimeSeconds()}"))
            )
        );

    /// <returns>Id of the notification; null when the token has expired or was not created here.</returns>
    internal string? FindNotification(string token, DateTimeOffset now)
    {
        if (token.Length > MaxLength || !Base64Url.IsValid(token))
            return null;
        try
        {
            return
                Encoding.UTF8.GetString(box.Decrypt(Kind, "", Base64Url.DecodeFromChars(token))).Split(' ') is [var notification, var expiry]
                && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && now.ToUnixTimeSeconds() < seconds
                ? notification
                : null;
        }
        catch (SecretException)
        {
            return null;
        }
    }
}
