using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Records restores of the database: outgoing messages are paused until someone has checked the data and resumes sending.</summary>
public sealed class Restores(Database database, LogWriter logbook)
{
    /// <returns>The restore that is waiting for release; null in normal operation.</returns>
    public static Task<Restore?> Find(UnitOfWork work) => work.One<Restore>(Columns);

    /// <returns>Time of the last restore, released or not; null when there was none.</returns>
    public static Task<DateTimeOffset?> LastAt(UnitOfWork work) => work.One<DateTimeOffset?>("select max(restored_at) from core.restores");

    /// <summary>Reads and locks the pending restore, for use while an operation loads its subjects.</summary>
    public static Task<Restore?> FindForUpdate(UnitOfWork work) => work.One<Restore>($"{Columns} {work.ForUpdate("r")}");

    /// <summary>Marks a restored database and logs it, before anything runs in it.</summary>
    /// <param name="target">Time the database was restored to, in words.</param>
    public async Task MarkRestored(string backupId, DateTimeOffset backupAt, string target, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("restore"), [IdGenerator.Platform], stop);
        var args = new
        {
            backupId,
            backupAt,
            target,
        };
        await work.Execute("update core.restores set closed_by = @backupId where closed_by is null", args);
        await work.Execute(
            "insert into core.restores (restored_at, backup_id, backup_at, target) values (clock_timestamp(), @backupId, @backupAt, @target)",
            args
        );
        await work.SetName(backupId, "backup", backupId);
        logbook.Write(
            [
                new(
                    IdGenerator.Platform,
                    "system",
                    "system",
                    "done",
                    Sentence.Say($"The database was restored from {new EntityReference(backupId)} of {backupAt}; nothing is sent until sending is resumed.")
                )
                {
                    Code = "restored",
                },
            ],
            work
        );
        await work.Commit();
    }

    /// <summary>Resumes sending.</summary>
    public static async Task Release(UnitOfWork work)
    {
        await work.Execute("update core.restores set closed_by = @run where closed_by is null", new { run = work.RunId });
        work.WakeWorkers();
    }

    /// <returns>False when the run had not resumed sending, or the database has been restored again since.</returns>
    public static async Task<bool> Reopen(string undoneRun, UnitOfWork work) =>
        await work.Execute(
            """
            update core.restores set closed_by = null
             where closed_by = @undoneRun and restored_at = (select max(restored_at) from core.restores)
            """,
            new { undoneRun }
        ) == 1;

    private const string Columns = "select r.restored_at, r.backup_id, r.backup_at, r.target from core.restores r where r.closed_by is null";
}

/// <param name="BackupAt">Time when the backup was complete.</param>
/// <param name="Target">Time the database was restored to, in words.</param>
public sealed record Restore(DateTimeOffset RestoredAt, string BackupId, DateTimeOffset BackupAt, string Target);
