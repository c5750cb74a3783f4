using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Ships the write-ahead log continuously and creates daily and requested backups, on the machine that runs the database.</summary>
/// <remarks>Not a background job, because a backup takes longer than a lease and the log is shipped during an emergency stop, too. A restored database is not backed up before it is released.</remarks>
public sealed class Keeper(
    BackupHome home,
    Database database,
    IdSource ids,
    Rounds rounds,
    WalState wal,
    BackupAlarm alarm,
    Notices notices,
    TimeProvider clock,
    ILogger<Keeper> log
) : BackgroundService
{
    public const string Bell = "backups";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        if (home is not { Engine: { } engine, IsKept: true })
            return;
        await rounds.AskAgain(stop);
        await Task.WhenAll(Always(() => Ship(engine, stop), stop), Always(() => Round(stop), stop));
    }

    private Task Always(Func<Task> once, CancellationToken stop) =>
        Loop.Always(
            async () =>
            {
                var asked = notices.Next(Bell);
                if (!await IsHeld(stop))
                    await once();
                await Notices.Wait(asked, Beat, stop);
            },
            Beat,
            error => log.LogWarning(error, "Backups were interrupted; retrying."),
            stop
        );

    private async Task Ship(IBackupEngine engine, CancellationToken stop)
    {
        try
        {
            var place = await rounds.Place(stop);
            wal.Went(await engine.Ship(place, stop), await Stuck(stop));
            await engine.KeepErasures(place, stop);
        }
        catch (BackupException refused)
        {
            wal.Failed(refused.Message);
        }
        if (wal.IsBehind)
            await alarm.Ring(Archiver.Trouble, wal.Failure ?? "The WAL is written faster than it is shipped.", stop);
        else if (wal.Failure is null)
            alarm.Rest(Archiver.Trouble);
    }

    private async Task<Archiver?> Stuck(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Archiver.Failing(work);
    }

    private async Task Round(CancellationToken stop)
    {
        if (await Due(stop) is { } backupId)
            await rounds.Carry(backupId, stop);
    }

    /// <summary>Usually only reads, because a write every few seconds would fill the write-ahead log.</summary>
    /// <returns>The backup to create now; null if none is due.</returns>
    private async Task<string?> Due(CancellationToken stop)
    {
        var place = await rounds.Place(stop);
        await using (var look = await database.Read(stop))
        {
            if (await BackupRow.UnderWay(look) is { } asked)
                return asked.State is BackupState.Asked ? asked.BackupId : null;
            var settings = await BackupSettings.Find(look);
            var last = BackupRow.Since(await Restores.LastAt(look), await BackupRow.List(1, look)).FirstOrDefault();
            if (!Schedule.IsDue(clock.GetUtcNow(), settings?.Hour ?? BackupSettings.UsualHour, last, place.Address))
                return null;
        }
        var id = ids.New("bak");
        await using var work = await database.Write(Door.Intake("backup.schedule"), [IdSource.Platform], stop);
        var isNew = await work.Do(
            """
            insert into backups.backups (tenant_id, backup_id, asked_by, asked_at, state)
            values ('tnt_platform', @id, 'schedule', clock_timestamp(), 'asked')
            on conflict do nothing -- another backup is already running
            """,
            new { id }
        );
        await work.Commit();
        return isNew == 1 ? id : null;
    }

    private async Task<bool> IsHeld(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Restores.Find(work) is not null;
    }
}
