using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The mail server and the sender of the console's emails.</summary>
/// <param name="Password">Encrypted password; null if the server requires no sign-in.</param>
public sealed record MailSettings(
    string Host,
    int Port,
    SmtpEncryption Encryption,
    string? UserName,
    byte[]? Password,
    string FromAddress,
    string? FromName,
    string OpenedBy,
    DateTimeOffset OpenedAt
)
{
    /// <summary>Kind of the encrypted password. Its owner is the run that set it.</summary>
    public const string Secret = "smtp";

    /// <summary>Includes the passwords of previous settings.</summary>
    public static readonly EncryptedColumn Passwords = new("emails.settings", "password", Secret, "opened_by");

    /// <returns>The settings; null when email is not set up.</returns>
    public static Task<MailSettings?> Find(UnitOfWork work) =>
        work.One<MailSettings>(
            """
            select host, port, encryption, user_name, password, from_address, from_name, opened_by, opened_at
              from emails.settings
             where tenant_id = 'tnt_platform' and closed_by is null
            """
        );
}
