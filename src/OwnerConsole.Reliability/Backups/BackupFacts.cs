using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The platform, as what is backed up.</summary>
/// <param name="IsHere">the console makes the backups</param>
/// <param name="IsUnderWay">one is asked for or being made</param>
/// <param name="IsHeld">the database was restored and nobody has released it</param>
/// <param name="Settings">null when nobody has said where they go</param>
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
