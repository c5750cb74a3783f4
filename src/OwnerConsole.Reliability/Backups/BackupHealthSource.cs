using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The health of backups.</summary>
public sealed class BackupHealthSource(BackupReportReader look) : IHealthSource
{
    public string Permission => BackupRoutes.Read;

    public int Order => 30;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var (report, _, _) = await look.Read(work);
        var (state, summary) = report.Health switch
        {
            BackupHealth.Green when report.IsOnDataDisk => (HealthState.Degraded, "Backups are on the same disk as the database."),
            BackupHealth.Green => (HealthState.Up, "The last backup was verified by a test restore."),
            BackupHealth.Red => (HealthState.Down, report.Error ?? "Backups are failing."),
            BackupHealth.Held => (HealthState.Degraded, "The database was restored, and backups are paused until it is released."),
            BackupHealth.NotYet => (HealthState.Unknown, "No backup has been verified yet."),
            _ => (HealthState.Unknown, "The console does not back up this database."),
        };
        return [new("backups", "Backups", state, summary, BackupRoutes.Address) { CheckedAt = report.Good?.RequestedAt }];
    }
}
