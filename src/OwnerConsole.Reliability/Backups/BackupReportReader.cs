using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Reads the current state of backups for the page, the API and "Needs attention".</summary>
public sealed class BackupReportReader(BackupSetup home, WalState wal, TimeProvider clock)
{
    private const int MaxRows = 60;

    public async Task<(BackupReport Report, IReadOnlyList<BackupRow> Rows, BackupSettings? Settings)> Read(UnitOfWork work)
    {
        var (rows, settings) = (await BackupRow.List(MaxRows, work), await BackupSettings.Find(work));
        var ours = BackupRow.Since(await Restores.LastAt(work), rows);
        return (BackupReport.Of(home, await Restores.Find(work) is not null, ours, wal, settings, clock.GetUtcNow()), rows, settings);
    }
}
