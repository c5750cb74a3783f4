namespace OwnerConsole.Reliability.Mails;

/// <summary>The settings as the API shows them; without a server all but the first are null or false.</summary>
public sealed record MailView(
    bool IsSetUp,
    string? Host,
    int? Port,
    Encryption? Encryption,
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
