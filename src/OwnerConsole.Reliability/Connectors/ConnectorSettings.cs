using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>Where the owner's database stands and who reads it.</summary>
/// <param name="Host">a name, an address, or the folder of a socket on this machine</param>
/// <param name="Password">sealed</param>
public sealed record ConnectorSettings(
    string Host,
    int Port,
    string Database,
    string UserName,
    byte[] Password,
    Tls Encryption,
    string OpenedBy,
    DateTimeOffset OpenedAt
)
{
    /// <summary>The kind of the sealed password; its owner is the run that set it.</summary>
    public const string Secret = "connector";

    /// <summary>Of every setting, also of those before.</summary>
    public static readonly SealedColumn Passwords = new("connectors.settings", "password", Secret, "opened_by");

    /// <returns>null when no database is connected</returns>
    public static Task<ConnectorSettings?> Find(Work work) =>
        work.One<ConnectorSettings>(
            """
            select host, port, database, user_name, password, encryption, opened_by, opened_at
              from connectors.settings
             where tenant_id = 'tnt_platform' and closed_by is null
            """
        );
}
