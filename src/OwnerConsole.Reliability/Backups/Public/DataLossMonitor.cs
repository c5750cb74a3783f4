using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Backups.Public;

/// <summary>Possible data loss if the machine fails, for other parts of the console than the backups page.</summary>
public sealed class DataLossMonitor(WalState wal, Database database, TimeProvider clock)
{
    private const int MaxRows = 100;

    /// <summary>Changes that this console has not stored yet; null while storing keeps up.</summary>
    public UnshippedWal? UnshippedWal => wal is { IsBehind: true, UnshippedSince: { } since } ? new(since, wal.Failure) : null;

    /// <summary>Reads the state of backups from the database, without a running console.</summary>
    public async Task<DataLossReport> Read(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var rows = await BackupRow.List(MaxRows, work);
        var good = rows.FirstOrDefault(row => row.State is BackupState.Verified);
        var over = rows.FirstOrDefault(row => row.State is BackupState.Verified or BackupState.Failed);
        return new(
            good?.RequestedAt,
            good?.Address,
            good is not null && clock.GetUtcNow() - good.RequestedAt > BackupReport.MaxAge,
            over is { State: BackupState.Failed } failed ? failed.Error : null,
            (await ArchiverFailure.FindCurrent(work))?.Reason
        );
    }
}

/// <param name="Since">Changes since this time exist only on this machine.</param>
/// <param name="Reason">Why storing fails; null when the WAL is written faster than it is stored.</param>
public sealed record UnshippedWal(DateTimeOffset Since, string? Reason);

/// <param name="GoodAt">Time of the last verified backup; null if there is none.</param>
/// <param name="Address">Where that backup is stored.</param>
/// <param name="IsOld">True when that backup is more than a day old.</param>
/// <param name="Failure">Error of the last completed backup; null if it succeeded.</param>
/// <param name="ArchiverFailure">Why PostgreSQL can't archive its write-ahead log; null if it can.</param>
public sealed record DataLossReport(DateTimeOffset? GoodAt, string? Address, bool IsOld, string? Failure, string? ArchiverFailure);
