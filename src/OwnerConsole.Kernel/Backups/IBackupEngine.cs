namespace OwnerConsole.Kernel.Backups;

/// <summary>Makes, tries and clears backups of the database that the console runs itself. With another PostgreSQL there is none: its operator makes the backups.</summary>
/// <remarks>What it throws for what went wrong outside is a <see cref="BackupException"/>.</remarks>
public interface IBackupEngine
{
    /// <summary>Where backups go until the owner says otherwise.</summary>
    BackupPlace Usual { get; }

    /// <summary>Copies the whole database while it works.</summary>
    /// <param name="isShipped">the write-ahead log goes to the same place, so the backup leads up to any later moment</param>
    Task<StoredBackup> Take(string backupId, BackupPlace place, bool isShipped, CancellationToken stop);

    /// <summary>Restores a backup beside the live database, looks at it and throws it away.</summary>
    Task<Trial> Try(string backupId, BackupPlace place, CancellationToken stop);

    /// <summary>Sends on what the database has finished writing of its write-ahead log.</summary>
    Task<Shipped> Ship(BackupPlace place, CancellationToken stop);

    /// <summary>Puts the ledger of erasures beside the backups, so that a restore on another machine has it.</summary>
    /// <returns>lines that were not there yet</returns>
    Task<int> KeepErasures(BackupPlace place, CancellationToken stop);

    /// <summary>Deletes the backups of this database that are not to be kept, and the write-ahead log that leads on from none of those kept since a time.</summary>
    /// <param name="kept">ids</param>
    /// <returns>objects that were deleted</returns>
    Task<int> Clear(BackupPlace place, IReadOnlyCollection<string> kept, DateTimeOffset since, CancellationToken stop);

    /// <returns>those of this database that are whole, the newest first</returns>
    Task<IReadOnlyList<StoredBackup>> List(BackupPlace place, CancellationToken stop);
}

/// <param name="EndedAt">when it was whole</param>
/// <param name="Bytes">as stored</param>
public sealed record StoredBackup(string BackupId, DateTimeOffset BeganAt, DateTimeOffset EndedAt, long Bytes);

/// <summary>An automatic restore that went well.</summary>
/// <param name="Took">from the first byte read to a database that answers and was looked at</param>
public sealed record Trial(Tally Tally, TimeSpan Took);

/// <summary>How far the write-ahead log has gone.</summary>
/// <param name="Waiting">segments that are not stored yet</param>
/// <param name="Since">when the oldest of them was finished; null when none waits</param>
/// <param name="Count">of those sent on now</param>
/// <param name="Behind">the longest that something written had to wait until it was stored, among those sent on now; null when there were none</param>
public sealed record Shipped(int Waiting, DateTimeOffset? Since, int Count, TimeSpan? Behind);
