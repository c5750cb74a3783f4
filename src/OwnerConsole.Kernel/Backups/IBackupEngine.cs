namespace OwnerConsole.Kernel.Backups;

/// <summary>Creates, verifies and prunes backups of the bundled database. An external PostgreSQL server has none: its operator makes the backups.</summary>
/// <remarks>External failures are thrown as <see cref="BackupException"/>.</remarks>
public interface IBackupEngine
{
    /// <summary>Default storage until the owner chooses another.</summary>
    BackupLocation DefaultLocation { get; }

    /// <returns>True if backups there would be lost together with the disk of the database.</returns>
    bool IsOnDataDisk(BackupLocation place) => false;

    /// <summary>Copies the whole database while it is running.</summary>
    /// <param name="isShipped">True when the write-ahead log is stored in the same place, so that the backup can be restored to any later time.</param>
    Task<StoredBackup> CreateBackup(string backupId, BackupLocation place, bool isShipped, CancellationToken stop);

    /// <summary>Restores a backup to a temporary database, checks it and deletes it.</summary>
    Task<RestoreTestResult> VerifyRestore(string backupId, BackupLocation place, CancellationToken stop);

    /// <summary>Uploads completed segments of the write-ahead log.</summary>
    Task<WalShippingStatus> ShipWal(BackupLocation place, CancellationToken stop);

    /// <summary>Stores the erasure ledger next to the backups, so that a restore on another machine has it.</summary>
    /// <returns>Number of entries that were added.</returns>
    Task<int> StoreErasures(BackupLocation place, CancellationToken stop);

    /// <summary>Deletes expired backups of this database, and the write-ahead log that no kept backup needs and that is older than a given time.</summary>
    /// <param name="kept">Ids of the backups to keep.</param>
    /// <returns>Number of deleted objects.</returns>
    Task<int> Prune(BackupLocation place, IReadOnlyCollection<string> kept, DateTimeOffset since, CancellationToken stop);

    /// <returns>Complete backups of this database, newest first.</returns>
    Task<IReadOnlyList<StoredBackup>> List(BackupLocation place, CancellationToken stop);
}

/// <param name="EndedAt">Time when the backup was complete.</param>
/// <param name="Bytes">Stored size.</param>
public sealed record StoredBackup(string BackupId, DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Bytes);

/// <summary>Result of a successful restore test.</summary>
/// <param name="Took">Duration from the first byte read until the restored database was checked.</param>
public sealed record RestoreTestResult(RowCounts Tally, TimeSpan Took);

/// <summary>Progress of uploading the write-ahead log.</summary>
/// <param name="Waiting">Number of segments not stored yet.</param>
/// <param name="Since">Time when the oldest pending segment was completed; null when none is pending.</param>
/// <param name="Count">Number of segments uploaded now.</param>
/// <param name="Behind">Longest delay between writing and storing among the segments uploaded now; null when there were none.</param>
public sealed record WalShippingStatus(int Waiting, DateTimeOffset? Since, int Count, TimeSpan? Behind);
