namespace OwnerConsole.Messaging.Emails;

/// <summary>The email settings as returned by the API. Without a mail server, all other fields are null or false.</summary>
/// <param name="IsSetUp">Whether a mail server is configured.</param>
/// <param name="Host">Host name of the mail server.</param>
/// <param name="Port">Port of the mail server.</param>
/// <param name="Encryption">How the connection is encrypted.</param>
/// <param name="UserName">User name at the mail server; null without sign-in.</param>
/// <param name="HasPassword">Whether a password is stored.</param>
/// <param name="FromAddress">Address of the sender.</param>
/// <param name="FromName">Name of the sender.</param>
public sealed record MailView(
    bool IsSetUp,
    string? Host,
    int? Port,
    SmtpEncryption? Encryption,
    string? UserName,
    bool HasPassword,
    string? FromAddress,
    string? FromName
)
{
    public static MailView Of(MailSettings? settings) =>
        new(
            settings is not null,
            settings?.Host,
            settings?.Port,
            settings?.Encryption,
            settings?.UserName,
            settings?.Password is not null,
            settings?.FromAddress,
            settings?.FromName
        );
}
