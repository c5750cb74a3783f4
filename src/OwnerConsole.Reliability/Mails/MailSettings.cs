using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Reliability.Mails;

/// <summary>The server that takes the console's mail, and what stands on it as the sender.</summary>
/// <param name="Password">sealed; null for a server that asks for none</param>
public sealed record MailSettings(
    string Host,
    int Port,
    Encryption Encryption,
    string? UserName,
    byte[]? Password,
    string FromAddress,
    string? FromName,
    string OpenedBy,
    DateTimeOffset OpenedAt
)
{
    /// <summary>The kind of the sealed password; its owner is the run that set it.</summary>
    public const string Secret = "smtp";

    /// <summary>Of every setting, also of those before.</summary>
    public static readonly SealedColumn Passwords = new("mails.settings", "password", Secret, "opened_by");

    /// <returns>null when mail is not set up</returns>
    public static Task<MailSettings?> Find(Work work) =>
        work.One<MailSettings>(
            """
            select host, port, encryption, user_name, password, from_address, from_name, opened_by, opened_at
              from mails.settings
             where tenant_id = 'tnt_platform' and closed_by is null
            """
        );
}
