using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The service that sends the console's emails, and their sender.</summary>
/// <param name="Host">Mail server, or host of the service's API.</param>
/// <param name="Password">Encrypted password or API key; null if the mail server requires no sign-in.</param>
/// <param name="Region">Region of the account at SendGrid; null for others.</param>
/// <param name="CallbackKey">Encrypted key that verifies delivery reports; null if there are none.</param>
public sealed record MailSettings(
    MailKind Service,
    string Host,
    int Port,
    SmtpEncryption Encryption,
    string? UserName,
    byte[]? Password,
    MailRegion? Region,
    byte[]? CallbackKey,
    string FromAddress,
    string? FromName,
    string OpenedBy,
    DateTimeOffset OpenedAt
)
{
    /// <summary>Kinds of the encrypted password and key. Their owner is the run that set them.</summary>
    public const string Secret = "smtp",
        CallbackSecret = "mail-callback";

    /// <summary>Include those of previous settings.</summary>
    public static readonly EncryptedColumn Passwords = new("emails.settings", "password", Secret, "opened_by"),
        CallbackKeys = new("emails.settings", "callback_key", CallbackSecret, "opened_by");

    private const string Columns =
        "select service, host, port, encryption, user_name, password, region, callback_key, from_address, from_name, opened_by, opened_at from emails.settings where tenant_id = 'tnt_platform'";

    /// <returns>The settings; null when email is not set up.</returns>
    public static Task<MailSettings?> Find(UnitOfWork work) => work.One<MailSettings>($"{Columns} and closed_by is null");

    /// <summary>Services report for up to 72 hours after an email was sent, so the key stays valid for as long after another service was chosen. Removing it before the change ends this at once.</summary>
    /// <returns>The settings with the key that verifies the service's reports; null if they are not accepted.</returns>
    public static async Task<MailSettings?> FindForReports(MailKind service, UnitOfWork work) =>
        await work.One<MailSettings>(
            $"""
            {Columns} and service = @service and (closed_by is null or closed_at > now() - interval '72 hours')
             order by closed_by is null desc, closed_at desc limit 1
            """,
            new { service }
        )
            is { CallbackKey: not null } settings
            ? settings
            : null;

    /// <returns>The password or API key; null without one.</returns>
    internal string? DecryptPassword(SecretBox box) => Password is null ? null : Encoding.UTF8.GetString(box.Decrypt(Secret, OpenedBy, Password));

    /// <returns>The key that verifies delivery reports; null without one.</returns>
    internal string? DecryptCallbackKey(SecretBox box) =>
        CallbackKey is null ? null : Encoding.UTF8.GetString(box.Decrypt(CallbackSecret, OpenedBy, CallbackKey));
}
