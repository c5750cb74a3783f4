using System.Text;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Where backups go, as the owner said it.</summary>
/// <param name="Secret">sealed; null for a folder</param>
/// <param name="Hour">of the day, UTC, at which one is made</param>
public sealed record BackupSettings(string Address, string? KeyId, byte[]? Secret, int Hour, string OpenedBy, DateTimeOffset OpenedAt)
{
    public const int UsualHour = 3;

    /// <summary>The kind of the sealed secret; its owner is the run that set it.</summary>
    public const string Kind = "bucket";

    /// <summary>Of every setting, also of those before.</summary>
    public static readonly SealedColumn Passwords = new("backups.settings", "secret", Kind, "opened_by");

    /// <returns>null when nobody has said it: then they go where they usually do</returns>
    public static Task<BackupSettings?> Find(Work work) =>
        work.One<BackupSettings>(
            """
            select s.address, s.key_id, s.secret, s.hour, s.opened_by, s.opened_at
              from backups.settings s
             where s.tenant_id = 'tnt_platform' and s.closed_by is null
            """
        );

    public BackupPlace Place(SecretBox box) =>
        new(Address, KeyId, Secret is null ? null : Encoding.UTF8.GetString(box.Open(Kind, OpenedBy, Secret))) { IsFromConsole = true };
}
