using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The platform as the subject of backup operations.</summary>
/// <param name="HasEngine">True when the console creates the backups.</param>
/// <param name="IsRunning">True when a backup is requested or running.</param>
/// <param name="IsHeld">True when the database was restored and has not been released.</param>
/// <param name="Settings">The configured storage; null for the default.</param>
public sealed record BackupFacts(long Revision, bool HasEngine, bool IsRunning, bool IsHeld, BackupSettings? Settings) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<BackupFacts>> Load(IReadOnlyList<string> ids, BackupSetup home, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        await work.List<string>($"select s.opened_by from backups.settings s where s.tenant_id = 'tnt_platform' and s.closed_by is null {work.ForUpdate("s")}");
        var revision = await work.One<long>("select count(*) + count(closed_by) + 1 from backups.settings where tenant_id = 'tnt_platform'");
        return
        [
            new(
                revision,
                home.Engine is not null,
                await BackupRow.FindRunning(work) is not null,
                await Restores.Find(work) is not null,
                await BackupSettings.Find(work)
            ),
        ];
    }
}
