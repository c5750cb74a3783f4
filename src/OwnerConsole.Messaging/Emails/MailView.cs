namespace OwnerConsole.Messaging.Emails;

/// <summary>The email settings as returned by the API. Without a mail server, all other fields are null or false.</summary>
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
