using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The platform as the subject of backup operations.</summary>
/// <param name="IsHere">True when the console creates the backups.</param>
/// <param name="IsUnderWay">True when a backup is requested or running.</param>
/// <param name="IsHeld">True when the database was restored and has not been released.</param>
/// <param name="Settings">The configured storage; null for the default.</param>
public sealed record BackupFacts(long Revision, bool IsHere, bool IsUnderWay, bool IsHeld, BackupSettings? Settings) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public static async Task<IReadOnlyList<BackupFacts>> Load(IReadOnlyList<string> ids, BackupHome home, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        await work.List<string>($"select s.opened_by from backups.settings s where s.tenant_id = 'tnt_platform' and s.closed_by is null {work.ForUpdate("s")}");
        var revision = await work.One<long>("select count(*) + count(closed_by) + 1 from backups.settings where tenant_id = 'tnt_platform'");
        return
        [
            new(
                revision,
                home.Engine is not null,
                await BackupRow.UnderWay(work) is not null,
                await Restores.Find(work) is not null,
                await BackupSettings.Find(work)
            ),
        ];
    }
}
