using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The configured storage and schedule of backups.</summary>
/// <param name="Secret">Encrypted secret of the access key; null for a folder.</param>
/// <param name="Hour">Hour of the daily backup, in UTC.</param>
public sealed record BackupSettings(string Address, string? KeyId, byte[]? Secret, int Hour, string OpenedBy, DateTimeOffset OpenedAt)
{
    public const int DefaultHour = 3;

    /// <summary>Kind of the encrypted secret. Its owner is the run that set it.</summary>
    public const string Kind = "bucket";

    /// <summary>Includes the secrets of previous settings.</summary>
    public static readonly EncryptedColumn Passwords = new("backups.settings", "secret", Kind, "opened_by");

    /// <returns>The settings; null when the default storage is used.</returns>
    public static Task<BackupSettings?> Find(UnitOfWork work) =>
        work.One<BackupSettings>(
            """
            select s.address, s.key_id, s.secret, s.hour, s.opened_by, s.opened_at
              from backups.settings s
             where s.tenant_id = 'tnt_platform' and s.closed_by is null
            """
        );

    public BackupLocation ToLocation(SecretBox box) =>
        new(Address, KeyId, Secret is null ? null : Encoding.UTF8.GetString(box.Decrypt(Kind, OpenedBy, Secret))) { IsFromConsole = true };
}
