namespace OwnerConsole.Messaging.Emails;

/// <summary>The email settings as returned by the API. Before email is set up, all other fields are null or false.</summary>
/// <param name="IsSetUp">Whether email is set up.</param>
/// <param name="Service">Service that sends emails: smtp for a mail server, resend or sendgrid.</param>
/// <param name="Host">Host name of the mail server or of the service's API.</param>
/// <param name="Port">Port of the host.</param>
/// <param name="Encryption">How the connection is encrypted.</param>
/// <param name="UserName">User name at the mail server; null without sign-in.</param>
/// <param name="HasPassword">Whether a password or an API key is stored.</param>
/// <param name="Region">Region of the account at SendGrid; null for others.</param>
/// <param name="HasCallbackKey">Whether a key is stored that verifies delivery reports.</param>
/// <param name="CallbackUrl">Address to enter at the service for delivery reports; null for a mail server, or if the console URL is not set.</param>
/// <param name="FromAddress">Address of the sender.</param>
/// <param name="FromName">Name of the sender.</param>
public sealed record MailView(
    bool IsSetUp,
    MailKind? Service,
    string? Host,
    int? Port,
    SmtpEncryption? Encryption,
    string? UserName,
    bool HasPassword,
    MailRegion? Region,
    bool HasCallbackKey,
    string? CallbackUrl,
    string? FromAddress,
    string? FromName
)
{
    /// <param name="console">URL of this console; null if it is not set.</param>
    public static MailView Of(MailSettings? settings, string? console) =>
        new(
            settings is not null,
            settings?.Service,
            settings?.Host,
            settings?.Port,
            settings?.Encryption,
            settings?.UserName,
            settings?.Password is not null,
            settings?.Region,
            settings?.CallbackKey is not null,
            settings is null ? null : EmailCallbackRoutes.UrlOf(settings.Service, console),
            settings?.FromAddress,
            settings?.FromName
        );
}
