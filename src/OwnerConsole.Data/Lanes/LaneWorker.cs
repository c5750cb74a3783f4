using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Data.Telemetry;

namespace OwnerConsole.Data.Lanes;

/// <summary>Claims due lanes and executes their items in order. A claim is a lease, so that no transaction is open during slow work.</summary>
public sealed class LaneWorker(
    Database database,
    NotificationListener notices,
    IdGenerator ids,
    IEnumerable<IWorkHandler> kinds,
    JobDurations durations,
    ILogger<LaneWorker> log
) : BackgroundService
{
    private const int MaxConcurrentLanes = 16;
    private const int BatchSize = 50;

    /// <summary>Maximum duration of one claim, because other lanes may be waiting.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan DiskFullDelay = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, IWorkHandler> _handlers = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _externalKinds = kinds.Where(kind => kind.SendsExternally).Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);
    private readonly SemaphoreSlim _free = new(MaxConcurrentLanes);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var running = new List<Task>();
        var isScheduled = false;
        await Loop.RunForever(
            async () =>
            {
                if (!isScheduled)
                    await Schedule(stop);
                isScheduled = true;
                running.RemoveAll(task => task.IsCompleted);
                if (_free.CurrentCount == 0)
                    await Task.WhenAny(running); // Due lanes wait for a free slot and are not announced again.
                var asked = notices.Next("work");
                var claimed = await Claim(_free.CurrentCount, stop);
                foreach (var lane in claimed)
                {
                    await _free.WaitAsync(stop);
                    running.Add(RunLane(lane, stop));
                }
                if (claimed.Count == 0)
                    await NotificationListener.Wait(asked, TimeSpan.FromSeconds(1), stop);
            },
            TimeSpan.FromSeconds(1),
            error => log.LogWarning(error, "No work can be claimed; retrying."),
            stop
        );
        await Task.WhenAll(running);
    }

    public override void Dispose()
    {
        _free.Dispose();
        base.Dispose();
    }

    /// <summary>Creates the item of each schedule, also for schedules added by an upgrade.</summary>
    private async Task Schedule(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("work.schedule"), [], stop);
        await LaneRows.Schedule([.. _handlers.Values.Where(kind => kind.Interval is not null)], work);
        await work.Commit();
    }

    private async Task<IReadOnlyList<LaneRows.ClaimedLane>> Claim(int most, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("work.claim"), [], stop);
        if (database.DiskSpaceGuard.IsFull || await EmergencyStop.IsSet(work))
            return [];
        var claimed = await LaneRows.Claim(most, await RestorePause.IsActive(work) ? _externalKinds : [], work);
        await work.Commit();
        return claimed;
    }

    private async Task RunLane(LaneRows.ClaimedLane lane, CancellationToken stop)
    {
        var unsettled = new PendingResults(lane.Lane);
        try
        {
            var began = Stopwatch.GetTimestamp();
            var isMore = true;
            while (isMore && Stopwatch.GetElapsedTime(began) < MaxTurn)
            {
                await Settle(unsettled, stop);
                var head = await Head(lane, stop);
                var goesOn = lane.Width > 1 ? await RunConcurrently(head, lane.Width, stop) : await RunLane(head, unsettled, stop);
                isMore = goesOn && head.Count == BatchSize;
            }
            await Release(lane, unsettled, stop);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            if (stop.IsCancellationRequested)
                await Release(lane, unsettled, CancellationToken.None); // Another node, or the next start, continues at once.
            else
                log.LogWarning(error, "The lane {Lane} could not be released and stays locked until its lease expires.", lane.Lane);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <param name="unsettled">Receives items that were executed but not settled.</param>
    /// <returns>False if later items must wait.</returns>
    private async Task<bool> RunLane(IReadOnlyList<WorkItem> head, PendingResults unsettled, CancellationToken stop)
    {
        var settled = Stopwatch.GetTimestamp();
        foreach (var item in head)
        {
            var kind = _handlers.GetValueOrDefault(item.Kind);
            var isLate = Stopwatch.GetElapsedTime(settled) > PendingResults.MaxDelay;
            if ((isLate || _externalKinds.Contains(item.Kind)) && await MustWait(item, stop))
                return false;
            var outcome = await Execute(kind, item, stop);
            if (outcome == WorkOutcome.Completed && kind is { Interval: null })
            {
                unsettled.Completed.Add(item.Id);
                if (!kind.SendsExternally && Stopwatch.GetElapsedTime(settled) < PendingResults.MaxDelay)
                    continue;
                await Settle(unsettled, stop);
            }
            else if (outcome.Failure is not { } failure)
            {
                unsettled.Rescheduled = (item, outcome.RescheduleAfter ?? kind!.Interval!.Value);
                return false;
            }
            else if (await Fail(kind, item, failure, unsettled, stop) is not FailedLane.GoesOn)
            {
                return false;
            }
            settled = Stopwatch.GetTimestamp();
        }
        return true;
    }

    /// <summary>Executes items of an unordered lane concurrently; each is settled separately.</summary>
    /// <returns>False if the lane is paused, or all items are waiting.</returns>
    private async Task<bool> RunConcurrently(IReadOnlyList<WorkItem> head, int width, CancellationToken stop)
    {
        var goesOn = true;
        await Parallel.ForEachAsync(
            head,
            new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = stop },
            async (item, cancelled) =>
            {
                if (!goesOn || await MustWait(item, cancelled))
                {
                    goesOn = false;
                    return;
                }
                var unsettled = new PendingResults(item.Lane);
                var kind = _handlers.GetValueOrDefault(item.Kind);
                var outcome = await Execute(kind, item, cancelled);
                if (outcome.Failure is { } failure)
                {
                    goesOn &= await Fail(kind, item, failure, unsettled, cancelled) is not FailedLane.Rests;
                    return;
                }
                if (outcome == WorkOutcome.Completed)
                    unsettled.Completed.Add(item.Id);
                else
                    unsettled.Rescheduled = (item, outcome.RescheduleAfter!.Value); // Neither complete nor failed.
                await using var work = await database.Write(WriteOrigin.Intake("work.item"), [], cancelled);
                unsettled.Write(work);
                await work.Commit();
            }
        );
        return goesOn;
    }

    private async Task<IReadOnlyList<WorkItem>> Head(LaneRows.ClaimedLane lane, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return database.DiskSpaceGuard.IsFull || await EmergencyStop.IsSetUnlocked(work) ? [] : await LaneRows.Head(lane, BatchSize, work);
    }

    private async Task<bool> MustWait(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return database.DiskSpaceGuard.IsFull
            || await EmergencyStop.IsSetUnlocked(work)
            || (_externalKinds.Contains(item.Kind) && await RestorePause.IsActive(work));
    }

    private async Task Settle(PendingResults unsettled, CancellationToken stop)
    {
        if (unsettled.Completed.Count == 0)
            return;
        await using var work = await database.Write(WriteOrigin.Intake("work.item"), [], stop);
        unsettled.Write(work);
        await work.Commit();
        unsettled.Completed.Clear();
    }

    private async Task<WorkOutcome> Execute(IWorkHandler? kind, WorkItem item, CancellationToken stop)
    {
        if (kind is null)
            return WorkOutcome.Failed(new("No handler is registered for this kind of work."));
        using var span = ConsoleMeter.Spans.StartActivity("work item")?.SetTag("work.kind", item.Kind);
        try
        {
            var outcome = await kind.Execute(item, stop);
            if (outcome == WorkOutcome.Completed && kind.Interval is null)
                durations.Add(item.Late);
            return outcome;
        }
        catch (PostgresException full) when (full.SqlState is PostgresErrorCodes.DiskFull)
        {
            return WorkOutcome.Reschedule(DiskFullDelay); // Not counted as an attempt: it continues when there is disk space, however long that takes.
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.LogError(error, "Work item {Id} in lane {Lane} threw an exception.", item.Id, item.Lane);
            // Only the type is stored, because the message of an exception may contain personal data.
            return WorkOutcome.Failed(new(error is PostgresException { SqlState: var state } ? $"PostgreSQL error {state}" : error.GetType().Name));
        }
    }

    private async Task<FailedLane> Fail(IWorkHandler? kind, WorkItem item, Failure failure, PendingResults unsettled, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("work.item"), [], stop);
        unsettled.Write(work);
        var lane = await Fail(kind, item, failure, work);
        await work.Commit();
        unsettled.Completed.Clear();
        return lane;
    }

    private async Task<FailedLane> Fail(IWorkHandler? kind, WorkItem item, Failure failure, UnitOfWork work)
    {
        var policy = failure.RetryPolicy ?? kind?.RetryPolicy ?? RetryPolicy.Default;
        var wait = failure.IsFinal ? null : policy.GetDelay(item.Attempts + 1, failure, RandomNumberGenerator.GetInt32(1001) / 1000.0);
        if (kind?.Interval is { } every && (wait is null || wait > every))
            wait = every;
        var rests = await LaneRows.RecordFailure(item.Lane, policy, failure.LanePause, work);
        if (wait is { } after)
        {
            await LaneRows.Retry(item, failure, after, work);
            return rests ? FailedLane.Rests : FailedLane.Waits;
        }
        log.LogWarning("Work item {Id} in lane {Lane} failed its last attempt: {Why}", item.Id, item.Lane, failure.Why);
        await LaneRows.MoveToDead(item, failure, ids.New("itm"), work);
        return rests ? FailedLane.Rests : FailedLane.GoesOn;
    }

    private async Task Release(LaneRows.ClaimedLane lane, PendingResults unsettled, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("work.release"), [], stop);
        unsettled.Write(work);
        await LaneRows.Release(lane, work);
        await work.Commit();
    }

    /// <summary>State of a lane after an item failed.</summary>
    private enum FailedLane
    {
        /// <summary>The item failed permanently; the next one follows.</summary>
        GoesOn,

        /// <summary>The item is retried later. In an ordered lane, later items wait for it.</summary>
        Waits,

        /// <summary>Too many consecutive failures: the lane is paused for a while.</summary>
        Rests,
    }

    /// <summary>Items that were executed but not yet recorded as such.</summary>
    private sealed class PendingResults(string lane)
    {
        /// <summary>
        /// How long completed internal work can wait to be settled in a batch, because one commit per item would cost more than most of the work.
        /// </summary>
        public static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(50);

        public List<long> Completed { get; } = [];

        /// <summary>The item at the head to repeat, with its delay: the worker's last update before it releases the lane.</summary>
        public (WorkItem Item, TimeSpan After)? Rescheduled { get; set; }

        public void Write(UnitOfWork work)
        {
            LaneRows.Complete(lane, Completed, work);
            if (Rescheduled is { } again)
                LaneRows.Reschedule(again.Item, again.After, work);
        }
    }
}
