using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Ships the write-ahead log continuously and creates daily and requested backups, on the machine that runs the database.</summary>
/// <remarks>Not a background job, because a backup takes longer than a lease and the log is shipped during an emergency stop, too. A restored database is not backed up before it is released.</remarks>
public sealed class BackupScheduler(
    BackupSetup home,
    Database database,
    IdGenerator ids,
    BackupRunner rounds,
    WalState wal,
    BackupAlarm alarm,
    NotificationListener notices,
    TimeProvider clock,
    ILogger<BackupScheduler> log
) : BackgroundService
{
    public const string NotificationChannel = "backups";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    private BackupLocation? _place;
    private Task _shipping = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        if (home is not { Engine: { } engine, IsScheduled: true })
            return;
        await rounds.RequeueInterrupted(stop);
        await Task.WhenAll(Repeat(() => Ship(engine, stop), stop), Repeat(() => ReportDelay(stop), stop), Repeat(() => RunDue(stop), stop));
        await Task.WhenAny(_shipping, Task.Delay(StopTimeout, CancellationToken.None)); // it uses the database, which stops next
    }

    private Task Repeat(Func<Task> once, CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                var asked = notices.Next(NotificationChannel);
                if (!await IsHeld(stop))
                    await once();
                await NotificationListener.Wait(asked, Interval, stop);
            },
            Interval,
            error => log.LogWarning(error, "Backups were interrupted; retrying."),
            stop
        );

    private async Task Ship(IBackupEngine engine, CancellationToken stop)
    {
        wal.RecordStart();
        try
        {
            var place = await rounds.FindLocation(stop);
            // A hung network share ignores cancellation. It is waited for no longer, but nothing else is stored there before it responds.
            if (_shipping.IsCompleted || place != _place)
                (_place, _shipping) = (place, Task.Run(() => ShipTo(place, engine, stop), stop));
            await _shipping.WaitAsync(home.ShippingTimeout, stop);
        }
        catch (BackupException refused)
        {
            wal.RecordFailure(refused.Message);
        }
        catch (Exception timeout) when (timeout is TimeoutException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            wal.RecordFailure($"The write-ahead log (WAL) was not stored within {home.ShippingTimeout.TotalMinutes:0.#} minutes.");
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(error, "The write-ahead log could not be stored.");
            wal.RecordFailure($"{error.GetType().Name}. See the console's log for details.");
        }
    }

    /// <summary>Separate from shipping, because it must not wait for a storage that never responds.</summary>
    private async Task ReportDelay(CancellationToken stop)
    {
        if (wal.IsBehind)
            await alarm.Raise(ArchiverFailure.Trouble, wal.Failure ?? "The WAL is written faster than it is shipped.", stop);
        else if (wal.Failure is null)
            alarm.Clear(ArchiverFailure.Trouble);
    }

    private async Task ShipTo(BackupLocation place, IBackupEngine engine, CancellationToken stop)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(stop);
        soon.CancelAfter(home.ShippingTimeout);
        wal.RecordShipment(await engine.ShipWal(place, soon.Token), await FindArchiverFailure(soon.Token));
        await engine.StoreErasures(place, soon.Token);
    }

    private async Task<ArchiverFailure?> FindArchiverFailure(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await ArchiverFailure.FindCurrent(work);
    }

    private async Task RunDue(CancellationToken stop)
    {
        if (await FindDue(stop) is { } backupId)
            await rounds.Run(backupId, stop);
    }

    /// <summary>Usually only reads, because a write every few seconds would fill the write-ahead log.</summary>
    /// <returns>The backup to create now; null if none is due.</returns>
    private async Task<string?> FindDue(CancellationToken stop)
    {
        var place = await rounds.FindLocation(stop);
        await using (var look = await database.Read(stop))
        {
            if (await BackupRow.FindRunning(look) is { } asked)
                return asked.State is BackupState.Requested ? asked.BackupId : null;
            var settings = await BackupSettings.Find(look);
            var last = BackupRow.Since(await Restores.LastAt(look), await BackupRow.List(1, look)).FirstOrDefault();
            if (!BackupSchedule.IsDue(clock.GetUtcNow(), settings?.Hour ?? BackupSettings.DefaultHour, last, place.Address))
                return null;
        }
        var id = ids.New("bak");
        await using var work = await database.Write(WriteOrigin.Intake("backup.schedule"), [IdGenerator.Platform], stop);
        var isNew = await work.Execute(
            """
            insert into backups.backups (tenant_id, backup_id, requested_by, requested_at, state)
            values ('tnt_platform', @id, 'schedule', clock_timestamp(), 'requested')
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
