using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The current state of backups.</summary>
/// <param name="Good">The last verified backup; null if there is none.</param>
/// <param name="Last">The last requested backup.</param>
/// <param name="Rpo">Maximum data loss if the machine fails, as measured; null before the first measurement.</param>
/// <param name="Rto">Duration of the last restore; null if there was none.</param>
/// <param name="NextAt">Time of the next scheduled backup; null if it is due now or the console creates no backups.</param>
/// <param name="Error">Why backups are failing; null otherwise.</param>
public sealed record BackupReport(BackupHealth Health, BackupRow? Good, BackupRow? Last, TimeSpan? Rpo, TimeSpan? Rto, DateTimeOffset? NextAt, string? Error)
{
    /// <summary>True if backups are on the same disk as the database, and would be lost with it.</summary>
    public bool IsOnDataDisk { get; init; }

    /// <summary>Maximum age of the last good backup: one day plus time to create the next one.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(27);

    /// <param name="rows">Backups, newest first, without those from before a restore.</param>
    public static BackupReport Of(BackupSetup home, bool isHeld, IReadOnlyList<BackupRow> rows, WalState wal, BackupSettings? settings, DateTimeOffset now)
    {
        var good = rows.FirstOrDefault(row => row.State is BackupState.Verified);
        var over = rows.FirstOrDefault(row => row.State is BackupState.Verified or BackupState.Failed);
        if (home.Engine is not { } engine || isHeld)
            return new(isHeld ? BackupHealth.Held : BackupHealth.NotHere, good, rows.FirstOrDefault(), null, Duration(good), null, null);
        var error =
            over is { State: BackupState.Failed } ? over.Error
            : wal.IsBehind ? wal.Failure ?? "The write-ahead log (WAL) is written faster than it is stored."
            : good is not null && now - good.RequestedAt > MaxAge ? "The last verified backup is more than a day old."
            : null;
        var health =
            error is not null ? BackupHealth.Red
            : good is null ? BackupHealth.NotYet
            : BackupHealth.Green;
        var next = BackupSchedule.Next(
            now,
            settings?.Hour ?? BackupSettings.DefaultHour,
            rows.FirstOrDefault(),
            settings?.Address ?? engine.DefaultLocation.Address
        );
        return new(health, good, rows.FirstOrDefault(), wal.Rpo, Duration(good), next > now ? next : null, error)
        {
            IsOnDataDisk = engine.IsOnDataDisk(settings is null ? engine.DefaultLocation : new(settings.Address)),
        };
    }

    private static TimeSpan? Duration(BackupRow? good) => good?.VerificationMs is { } took ? TimeSpan.FromMilliseconds(took) : null;
}
