using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>The connection to the database that is synced.</summary>
/// <param name="Host">Host name, IP address, or folder of a Unix socket on this machine.</param>
/// <param name="Password">Encrypted password.</param>
public sealed record ConnectorSettings(
    string Host,
    int Port,
    string Database,
    string UserName,
    byte[] Password,
    TlsMode Encryption,
    string OpenedBy,
    DateTimeOffset OpenedAt
)
{
    /// <summary>Kind of the encrypted password. Its owner is the run that set it.</summary>
    public const string Secret = "connector";

    /// <summary>Includes the passwords of previous settings.</summary>
    public static readonly EncryptedColumn Passwords = new("connectors.settings", "password", Secret, "opened_by");

    /// <returns>The connection; null when no database is connected.</returns>
    public static Task<ConnectorSettings?> Find(UnitOfWork work) =>
        work.One<ConnectorSettings>(
            """
            select host, port, database, user_name, password, encryption, opened_by, opened_at
              from connectors.settings
             where tenant_id = 'tnt_platform' and closed_by is null
            """
        );
}
