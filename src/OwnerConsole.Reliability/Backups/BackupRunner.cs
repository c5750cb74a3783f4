using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Creates a backup, verifies it by a restore, and records the result in its row and in the log.</summary>
public sealed class BackupRunner(
    BackupSetup home,
    Database database,
    SecretBox box,
    IdGenerator ids,
    LogWriter logbook,
    BackupAlarm alarm,
    TimeProvider clock,
    ILogger<BackupRunner> log
)
{
    private const string Trouble = "A backup failed";

    /// <summary>The current storage of backups.</summary>
    public async Task<BackupLocation> FindLocation(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await BackupSettings.Find(work) is { } settings ? settings.ToLocation(box) : home.Engine!.DefaultLocation; // called only when there is one
    }

    /// <summary>Starts a backup from the command line: the requested one, or a new one.</summary>
    /// <returns>The backup's id.</returns>
    /// <exception cref="BackupException">A backup is running, or the database was restored and not released.</exception>
    public async Task<string> Start(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("backup"), [IdGenerator.Platform], stop);
        if (await Restores.Find(work) is not null)
            throw new BackupException("This database was restored. Release it first, so that its backups don't mix with those of the original database.");
        if (await BackupRow.FindRunning(work) is { State: not BackupState.Requested } other)
            throw new BackupException($"The backup {other.BackupId} is already running. Wait until it has finished.");
        var id = (await BackupRow.FindRunning(work))?.BackupId ?? ids.New("bak");
        await work.Execute(
            """
            insert into backups.backups (tenant_id, backup_id, requested_by, requested_at, state)
            values ('tnt_platform', @id, 'command', clock_timestamp(), 'creating')
            on conflict (tenant_id, backup_id) do update set state = 'creating'
            """,
            new { id }
        );
        await work.Commit();
        return id;
    }

    public async Task<BackupRow> Find(string backupId, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await work.One<BackupRow>($"select {BackupRow.Columns} from backups.backups b where b.backup_id = @backupId", new { backupId }))!; // exists: Begin inserted it
    }

    /// <returns>Null if the backup is verified; otherwise why it failed.</returns>
    public async Task<string?> Run(string backupId, CancellationToken stop)
    {
        var engine = home.Engine!; // called only when there is one
        try
        {
            var place = await FindLocation(stop);
            await Update(
                "update backups.backups set state = 'creating', address = @Address, started_at = clock_timestamp()",
                backupId,
                new { place.Address, backupId },
                stop
            );
            var made = await engine.CreateBackup(backupId, place, isShipped: true, stop);
            await Update(
                "update backups.backups set state = 'verifying', bytes = @Bytes, created_at = clock_timestamp()",
                backupId,
                new { made.Bytes, backupId },
                stop
            );
            var trial = await engine.VerifyRestore(backupId, place, stop);
            await Succeeded(backupId, trial, stop);
            alarm.Clear(Trouble);
            await Clear(engine, place, stop);
            return null;
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            log.LogError(exception, "The backup {Backup} failed.", backupId);
            var error = exception is BackupException refused ? refused.Message : $"{exception.GetType().Name}. See the console's log for details.";
            await Failed(backupId, error, stop);
            return error;
        }
    }

    /// <summary>Requests a backup again under a new id if it was interrupted by a restart, because a restart is not a failed backup.</summary>
    public async Task RequeueInterrupted(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("backup"), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            update backups.backups
               set state = 'requested', backup_id = @id, address = null, started_at = null, bytes = null, created_at = null
             where tenant_id = 'tnt_platform' and state in ('creating', 'verifying')
            """,
            new { id = ids.New("bak") }
        );
        await work.Commit();
    }

    private async Task Update(string update, string backupId, object args, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("backup"), [IdGenerator.Platform], stop);
        await work.Execute($"{update} where tenant_id = 'tnt_platform' and backup_id = @backupId", args);
        await work.SetName(backupId, "backup", backupId);
        await work.Commit();
    }

    private async Task Succeeded(string backupId, RestoreTestResult trial, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("backup"), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            update backups.backups
               set state = 'verified', verified_at = clock_timestamp(), verification_ms = @took, tenants = @Tenants, members = @Members, runs = @Runs, lines = @Lines
             where tenant_id = 'tnt_platform' and backup_id = @backupId
            """,
            new
            {
                backupId,
                took = (long)trial.Took.TotalMilliseconds,
                trial.Tally.Tenants,
                trial.Tally.Members,
                trial.Tally.Runs,
                trial.Tally.Lines,
            }
        );
        WriteLog(
            "done",
            "backup_verified",
            Sentence.Say($"{new EntityReference(backupId)} was created and verified by a restore in {(long)trial.Took.TotalMilliseconds} ms."),
            work
        );
        await work.Commit();
    }

    private async Task Failed(string backupId, string error, CancellationToken stop)
    {
        await using (var work = await database.Write(WriteOrigin.Intake("backup"), [IdGenerator.Platform], stop))
        {
            await work.Execute(
                "update backups.backups set state = 'failed', error = @error, verified_at = clock_timestamp() where tenant_id = 'tnt_platform' and backup_id = @backupId",
                new { backupId, error }
            );
            WriteLog("failed", "backup_failed", Sentence.Say($"{new EntityReference(backupId)} failed. See the backups page for the reason."), work);
            await work.Commit();
        }
        await alarm.Raise(Trouble, error, stop);
    }

    /// <summary>Deletes old backups. Failures are only logged, because the next backup tries again.</summary>
    private async Task Clear(IBackupEngine engine, BackupLocation place, CancellationToken stop)
    {
        try
        {
            var (kept, since) = BackupRetention.Select((await engine.List(place, stop)).Select(backup => (backup.BackupId, backup.EndedAt)), clock.GetUtcNow());
            await engine.Prune(place, kept, since, stop);
            await using var work = await database.Write(WriteOrigin.Intake("backup"), [IdGenerator.Platform], stop);
            await work.Execute(
                """
                delete from backups.backups
                 where tenant_id = 'tnt_platform'
                   and ((state = 'verified' and address = @Address and backup_id <> all (@kept)) or (state = 'failed' and requested_at < now() - interval '90 days'))
                """,
                new { place.Address, kept }
            );
            await work.Commit();
        }
        catch (BackupException refused)
        {
            log.LogWarning("Old backups could not be deleted: {Why}", refused.Message);
        }
    }

    private void WriteLog(string outcome, string code, Sentence sentence, UnitOfWork work) =>
        logbook.Write([new(IdGenerator.Platform, "system", "system", outcome, sentence) { Code = code }], work);
}
