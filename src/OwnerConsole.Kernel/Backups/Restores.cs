using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Backups;

/// <summary>The database was restored: what leaves the console waits until somebody has looked at it and lets it go.</summary>
public sealed class Restores(Database database, Logbook logbook)
{
    /// <returns>the restore that nobody has let go yet; null in an ordinary life</returns>
    public static Task<Restore?> Find(Work work) => work.One<Restore>(Columns);

    /// <returns>when the database was last restored, let go since or not; null when it never was</returns>
    public static Task<DateTimeOffset?> LastAt(Work work) => work.One<DateTimeOffset?>("select max(restored_at) from core.restores");

    /// <summary>As a Load reads it.</summary>
    public static Task<Restore?> Take(Work work) => work.One<Restore>($"{Columns} {work.ForUpdate("r")}");

    /// <summary>Marks a restored copy, before anything runs in it, and says so in its log.</summary>
    /// <param name="target">the moment it was restored to, in words</param>
    public async Task Open(string backupId, DateTimeOffset backupAt, string target, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("restore"), [IdSource.Platform], stop);
        var args = new
        {
            backupId,
            backupAt,
            target,
        };
        await work.Do("update core.restores set closed_by = @backupId where closed_by is null", args);
        await work.Do("insert into core.restores (restored_at, backup_id, backup_at, target) values (clock_timestamp(), @backupId, @backupAt, @target)", args);
        await work.Name(backupId, "backup", backupId);
        logbook.Write(
            [
                new(
                    IdSource.Platform,
                    "system",
                    "system",
                    "done",
                    Sentence.Say($"The database was restored from {new Reference(backupId)} of {backupAt}; nothing is sent until somebody lets it go.")
                )
                {
                    Code = "restored",
                },
            ],
            work
        );
        await work.Commit();
    }

    /// <summary>What waits goes out from now on.</summary>
    public static async Task Close(Work work)
    {
        await work.Do("update core.restores set closed_by = @run where closed_by is null", new { run = work.RunId });
        work.Wake();
    }

    /// <returns>false when it was not let go by that run, or was restored anew since</returns>
    public static async Task<bool> Reopen(string undoneRun, Work work) =>
        await work.Do(
            """
            update core.restores set closed_by = null
             where closed_by = @undoneRun and restored_at = (select max(restored_at) from core.restores)
            """,
            new { undoneRun }
        ) == 1;

    private const string Columns = "select r.restored_at, r.backup_id, r.backup_at, r.target from core.restores r where r.closed_by is null";
}

/// <param name="BackupAt">when the backup was whole</param>
/// <param name="Target">the moment it was restored to, in words</param>
public sealed record Restore(DateTimeOffset RestoredAt, string BackupId, DateTimeOffset BackupAt, string Target);
