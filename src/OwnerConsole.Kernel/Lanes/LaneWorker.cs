using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Loops;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Lanes;

/// <summary>Claims due lanes and executes their items in order. A claim is a lease, so that no transaction is open during slow work.</summary>
public sealed class LaneWorker(Database database, Notices notices, IdSource ids, IEnumerable<IWorkKind> kinds, ILogger<LaneWorker> log) : BackgroundService
{
    private const int Together = 16;
    private const int AtOnce = 50;

    /// <summary>Maximum duration of one claim, because other lanes may be waiting.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan UntilRoom = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, IWorkKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _leaving = kinds.Where(kind => kind.Leaves).Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);
    private readonly SemaphoreSlim _free = new(Together);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var running = new List<Task>();
        var isScheduled = false;
        await Loop.Always(
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
                    running.Add(Work(lane, stop));
                }
                if (claimed.Count == 0)
                    await Notices.Wait(asked, TimeSpan.FromSeconds(1), stop);
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
        await using var work = await database.Write(Door.Intake("work.schedule"), [], stop);
        await LaneRows.Schedule([.. _kinds.Values.Where(kind => kind.Every is not null)], work);
        await work.Commit();
    }

    private async Task<IReadOnlyList<LaneRows.Claimed>> Claim(int most, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("work.claim"), [], stop);
        if (database.Fullness.IsFull || await EmergencyStop.IsSet(work))
            return [];
        var claimed = await LaneRows.Claim(most, await Restores.Find(work) is null ? [] : _leaving, work);
        await work.Commit();
        return claimed;
    }

    private async Task Work(LaneRows.Claimed lane, CancellationToken stop)
    {
        var unsettled = new Unsettled(lane.Lane);
        try
        {
            var began = Stopwatch.GetTimestamp();
            var isMore = true;
            while (isMore && Stopwatch.GetElapsedTime(began) < Turn)
            {
                await Settle(unsettled, stop);
                var head = await Head(lane, stop);
                var goesOn = lane.Width > 1 ? await WorkTogether(head, lane.Width, stop) : await Work(head, unsettled, stop);
                isMore = goesOn && head.Count == AtOnce;
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
    private async Task<bool> Work(IReadOnlyList<WorkItem> head, Unsettled unsettled, CancellationToken stop)
    {
        var settled = Stopwatch.GetTimestamp();
        foreach (var item in head)
        {
            var kind = _kinds.GetValueOrDefault(item.Kind);
            var isLate = Stopwatch.GetElapsedTime(settled) > Unsettled.Longest;
            if ((isLate || _leaving.Contains(item.Kind)) && await Waits(item, stop))
                return false;
            var outcome = await Try(kind, item, stop);
            if (outcome == WorkOutcome.Over && kind is { Every: null })
            {
                unsettled.Over.Add(item.Id);
                if (!kind.Leaves && Stopwatch.GetElapsedTime(settled) < Unsettled.Longest)
                    continue;
                await Settle(unsettled, stop);
            }
            else if (outcome.Failure is not { } failure)
            {
                unsettled.Again = (item, outcome.AgainAfter ?? kind!.Every!.Value);
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
    private async Task<bool> WorkTogether(IReadOnlyList<WorkItem> head, int width, CancellationToken stop)
    {
        var goesOn = true;
        await Parallel.ForEachAsync(
            head,
            new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = stop },
            async (item, cancelled) =>
            {
                if (!goesOn || await Waits(item, cancelled))
                {
                    goesOn = false;
                    return;
                }
                var unsettled = new Unsettled(item.Lane);
                var kind = _kinds.GetValueOrDefault(item.Kind);
                var outcome = await Try(kind, item, cancelled);
                if (outcome.Failure is { } failure)
                {
                    goesOn &= await Fail(kind, item, failure, unsettled, cancelled) is not FailedLane.Rests;
                    return;
                }
                if (outcome == WorkOutcome.Over)
                    unsettled.Over.Add(item.Id);
                else
                    unsettled.Again = (item, outcome.AgainAfter!.Value); // Neither complete nor failed.
                await using var work = await database.Write(Door.Intake("work.item"), [], cancelled);
                unsettled.Write(work);
                await work.Commit();
            }
        );
        return goesOn;
    }

    private async Task<IReadOnlyList<WorkItem>> Head(LaneRows.Claimed lane, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return database.Fullness.IsFull || await EmergencyStop.IsSeen(work) ? [] : await LaneRows.Head(lane, AtOnce, work);
    }

    private async Task<bool> Waits(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return database.Fullness.IsFull || await EmergencyStop.IsSeen(work) || (_leaving.Contains(item.Kind) && await Restores.Find(work) is not null);
    }

    private async Task Settle(Unsettled unsettled, CancellationToken stop)
    {
        if (unsettled.Over.Count == 0)
            return;
        await using var work = await database.Write(Door.Intake("work.item"), [], stop);
        unsettled.Write(work);
        await work.Commit();
        unsettled.Over.Clear();
    }

    private async Task<WorkOutcome> Try(IWorkKind? kind, WorkItem item, CancellationToken stop)
    {
        if (kind is null)
            return WorkOutcome.Failed(new("No handler is registered for this kind of work."));
        try
        {
            return await kind.Carry(item, stop);
        }
        catch (PostgresException full) when (full.SqlState is PostgresErrorCodes.DiskFull)
        {
            return WorkOutcome.Again(UntilRoom); // Not counted as an attempt: it continues when there is disk space, however long that takes.
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.LogError(error, "Work item {Id} in lane {Lane} threw an exception.", item.Id, item.Lane);
            // Only the type is stored, because the message of an exception may contain personal data.
            return WorkOutcome.Failed(new(error is PostgresException { SqlState: var state } ? $"PostgreSQL error {state}" : error.GetType().Name));
        }
    }

    private async Task<FailedLane> Fail(IWorkKind? kind, WorkItem item, Failure failure, Unsettled unsettled, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("work.item"), [], stop);
        unsettled.Write(work);
        var lane = await Fail(kind, item, failure, work);
        await work.Commit();
        unsettled.Over.Clear();
        return lane;
    }

    private async Task<FailedLane> Fail(IWorkKind? kind, WorkItem item, Failure failure, Work work)
    {
        var policy = kind?.Retries ?? RetryPolicy.Usual;
        var wait = failure.IsFinal ? null : policy.Wait(item.Attempts + 1, failure, RandomNumberGenerator.GetInt32(1001) / 1000.0);
        if (kind?.Every is { } every && (wait is null || wait > every))
            wait = every;
        var rests = await LaneRows.Failed(item.Lane, policy, work);
        if (wait is { } after)
        {
            await LaneRows.Retry(item, failure, after, work);
            return rests ? FailedLane.Rests : FailedLane.Waits;
        }
        log.LogWarning("Work item {Id} in lane {Lane} failed its last attempt: {Why}", item.Id, item.Lane, failure.Why);
        await LaneRows.Die(item, failure, ids.New("itm"), work);
        return rests ? FailedLane.Rests : FailedLane.GoesOn;
    }

    private async Task Release(LaneRows.Claimed lane, Unsettled unsettled, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("work.release"), [], stop);
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
    private sealed class Unsettled(string lane)
    {
        /// <summary>
        /// How long completed internal work can wait to be settled in a batch, because one commit per item would cost more than most of the work.
        /// </summary>
        public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

        public List<long> Over { get; } = [];

        /// <summary>The item at the head to repeat, with its delay: the worker's last update before it releases the lane.</summary>
        public (WorkItem Item, TimeSpan After)? Again { get; set; }

        public void Write(Work work)
        {
            LaneRows.Done(lane, Over, work);
            if (Again is { } again)
                LaneRows.Again(again.Item, again.After, work);
        }
    }
}
