using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Data.Telemetry;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Executes large runs in their lanes, chunk by chunk. After a crash, the next start continues after the last committed chunk.</summary>
internal sealed class RunWorkHandler(Database database, OperationCatalogue catalogue, RunExecutor carrying, Segments segments, RunApprovals verdicts)
    : IWorkHandler
{
    private const string Kind = "run.carry";

    /// <summary>Shorter than the lease of a lane, so that no other node takes over a run in progress.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan StopDelay = TimeSpan.FromSeconds(1);

    public string Name => Kind;

    public string Title => "Execute bulk operation";

    public static async Task Enqueue(string runId, UnitOfWork work, DateTimeOffset? at = null)
    {
        await work.Enqueue(LaneOf(runId), Kind, new { Run = runId }, at);
        work.WakeWorkers();
    }

    public static Task MakeDue(string runId, UnitOfWork work) => work.MakeDue([LaneOf(runId)]);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var runId = item.Body.GetProperty("run").GetString()!;
        var ahead = new Prefetcher(from => Read(runId, from, stop), (some, run) => Begin(some, run, stop));
        try
        {
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < MaxTurn; )
            {
                var some = await ahead.Next();
                if (await TransientErrors.Retry(() => Attempt(runId, some, ahead, stop), stop) is { } outcome)
                    return outcome;
            }
            return WorkOutcome.Reschedule(TimeSpan.Zero);
        }
        finally
        {
            await ahead.Drop();
        }
    }

    private async Task<WorkOutcome?> Attempt(string runId, SubjectBatch some, Prefetcher ahead, CancellationToken stop)
    {
        try
        {
            return await Step(runId, some, ahead, stop);
        }
        catch
        {
            await ahead.Drop(); // Only after the transaction of the step has released its locks.
            throw;
        }
    }

    /// <returns>Null if more can be done at once.</returns>
    private async Task<WorkOutcome?> Step(string runId, SubjectBatch some, Prefetcher ahead, CancellationToken stop)
    {
        if (ahead.Take() is { } begun)
        {
            await using var open = begun.Work;
            return await Settle(begun, ahead);
        }
        await using var work = await database.Write(WriteOrigin.Run(runId), [.. some.Tenants, IdGenerator.Platform], stop);
        work.RunId = runId;
        if (database.DiskSpaceGuard.IsFull || await EmergencyStop.IsSet(work))
            return WorkOutcome.Reschedule(StopDelay);
        var run = await ActiveRun.Lock(runId, work);
        if (run.State is RunState.WaitingApproval && await FindWait(run, work) is { } waiting)
            return waiting;
        if (run.State is not (RunState.WaitingApproval or RunState.Queued or RunState.Running))
            return WorkOutcome.Completed;
        if (some.First < run.NextPlace)
            return null; // Another node has continued the run in the meantime.
        if (run.ScheduledFor is { } at && at > work.Now)
            return WorkOutcome.Reschedule(at - work.Now);
        if (await Actor(run, work) is not { } caller)
        {
            await verdicts.Stop(run, Caller.System, null, work);
            await work.Commit();
            return WorkOutcome.Completed;
        }
        if (run.UndoOf is null && some.IsEmpty)
            return await Commit(isLast: true, work);
        return await Settle(new(work, run, caller, some, await Execute(caller, run, some, work)), ahead);
    }

    /// <summary>
    /// Executes subjects in a separate transaction while the results of the previous chunk are written, because the program and the database each do
    /// about half of the work.
    /// </summary>
    /// <returns>Null if this is not possible now; the subjects are then executed in turn.</returns>
    private async Task<OpenBatch?> Begin(SubjectBatch some, ActiveRun before, CancellationToken stop)
    {
        var work = await database.Write(WriteOrigin.Run(before.RunId), [.. some.Tenants, IdGenerator.Platform], stop);
        OpenBatch? begun = null;
        try
        {
            work.RunId = before.RunId;
            var run = before with { NextPlace = some.First };
            if (!database.DiskSpaceGuard.IsFull && !await EmergencyStop.IsSet(work) && await Actor(run, work) is { } caller)
                begun = new(work, run, caller, some, await Execute(caller, run, some, work));
            return begun;
        }
        finally
        {
            if (begun is null)
                await work.DisposeAsync(); // Otherwise the receiver disposes it.
        }
    }

    /// <summary>
    /// Writes the results of an executed chunk, unless the run was stopped or continued by another node; then the chunk is discarded. The caller
    /// disposes the transaction.
    /// </summary>
    private async Task<WorkOutcome?> Settle(OpenBatch begun, Prefetcher ahead)
    {
        var work = begun.Work;
        var run = await ActiveRun.Lock(begun.Run.RunId, work);
        if (run.State is not (RunState.WaitingApproval or RunState.Queued or RunState.Running))
            return WorkOutcome.Completed;
        if (begun.Some.First < run.NextPlace)
            return null;
        ahead.Continue(begun);
        var isLast = run.UndoOf is null ? begun.Some.Next >= run.Subjects : begun.Some.Back.Count < run.ChunkSize;
        await carrying.Settle(begun.Caller, run, begun.Lines, isLast, work);
        return await Commit(isLast, work);
    }

    private Task<IReadOnlyList<RunLine>> Execute(Caller caller, ActiveRun run, SubjectBatch some, UnitOfWork work) =>
        run.UndoOf is null ? carrying.Execute(caller, run, some.Forward, alone: false, work) : carrying.ExecuteUndo(caller, run, some.Back, work);

    private static async Task<WorkOutcome?> Commit(bool isLast, UnitOfWork work)
    {
        if (!isLast)
            await work.CommitWithoutFlush();
        else
            await work.Commit();
        if (isLast)
            ConsoleMeter.CountRun(isInBackground: true);
        return isLast ? WorkOutcome.Completed : null;
    }

    /// <returns>The caller to execute as; null if the requester no longer has the permission.</returns>
    private async Task<Caller?> Actor(ActiveRun run, UnitOfWork work) =>
        await run.Actor(work) is { } actor && catalogue.Can(actor, run.Operation) ? await segments.Resolve(actor, work) : null;

    /// <summary>Reads before the write transaction, which must name the tenants.</summary>
    /// <param name="from">Place to start from; null to continue at the run's position.</param>
    private async Task<SubjectBatch> Read(string runId, int? from, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var run = (await ActiveRun.Find(runId, reading))!;
        return run.UndoOf is null
            ? new(await PreviewRows.Subjects(run.PreviewId!, from ?? run.NextPlace, run.ChunkSize, reading), [])
            : new([], await Runs.ListToUndo(run.UndoOf, runId, from ?? run.NextPlace, run.ChunkSize, reading));
    }

    /// <returns>Null if the wait has ended and the run starts.</returns>
    private async Task<WorkOutcome?> FindWait(ActiveRun run, UnitOfWork work)
    {
        if (run.StartsAt is { } at && at > work.Now)
            return WorkOutcome.Reschedule(at - work.Now);
        if (run.StartsWithoutApproval)
            return await LogAlerts.Find(work) is null ? null : WorkOutcome.Reschedule(StopDelay);
        await verdicts.Stop(run, Caller.System, null, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private static string LaneOf(string runId) => $"run:{runId}";

    /// <summary>Subjects of one transaction: those a preview froze, or those an undo reverts.</summary>
    private sealed record SubjectBatch(IReadOnlyList<PreviewSubject> Forward, IReadOnlyList<RunSubject> Back)
    {
        public IEnumerable<string> Tenants =>
            Forward.SelectMany(line => line.Tenants).Concat(Back.SelectMany(line => line.Tenants)).Distinct(StringComparer.Ordinal);

        public bool IsEmpty => Forward.Count + Back.Count == 0;

        /// <summary>Without subjects the maximum, so that it never lies before the run's position.</summary>
        public int First => Places.DefaultIfEmpty(int.MaxValue).First();

        /// <summary>Place after the last subject; null if there are no subjects, and then the run's own position applies.</summary>
        public int? Next => Places.Select(place => (int?)place + 1).LastOrDefault();

        /// <summary>Whether both share a tenant; such chunks can't overlap, because they would see or wait for each other's writes.</summary>
        public bool Shares(SubjectBatch others) => Tenants.Intersect(others.Tenants).Any();

        public static SubjectBatch Empty { get; } = new([], []);

        private IEnumerable<int> Places => Forward.Select(line => line.Place).Concat(Back.Select(line => line.Place));
    }

    /// <summary>Subjects executed in a transaction that is still open.</summary>
    private sealed record OpenBatch(UnitOfWork Work, ActiveRun Run, Caller Caller, SubjectBatch Some, IReadOnlyList<RunLine> Lines);

    /// <param name="Begun">The executed subjects; null if they are executed in turn.</param>
    /// <param name="Before">The preceding subjects, which may not be settled yet.</param>
    private sealed record UpcomingBatch(SubjectBatch Some, OpenBatch? Begun, SubjectBatch Before);

    /// <summary>
    /// Reads and executes the next chunks of a run ahead of time. Each starts after the preceding chunk was executed, so that a chunk can wait only
    /// for earlier ones.
    /// </summary>
    private sealed class Prefetcher(Func<int?, Task<SubjectBatch>> read, Func<SubjectBatch, ActiveRun, Task<OpenBatch?>> begin)
    {
        /// <summary>
        /// Two instead of one evens out chunks of different duration. <see cref="Follow"/> relies on this: a chunk three positions back is settled.
        /// </summary>
        private const int MaxAhead = 2;

        private readonly Queue<Task<UpcomingBatch>> _upcoming = [];
        private Task<UpcomingBatch>? _last;
        private OpenBatch? _open;
        private int? _from;
        private int _drops;

        /// <returns>The next subjects to execute.</returns>
        public async Task<SubjectBatch> Next()
        {
            var (some, begun, _) = _upcoming.TryDequeue(out var next) ? await next : new(await read(_from), null, SubjectBatch.Empty);
            if (begun is null)
                _upcoming.Clear(); // No later chunk has been executed.
            (_open, _from) = (begun, some.Next);
            return some;
        }

        /// <returns>The current chunk if it was executed ahead, otherwise null. Returned once: if settling fails, the chunk is executed
        /// again.</returns>
        public OpenBatch? Take() => Interlocked.Exchange(ref _open, null);

        /// <summary>Continues with the chunks after <paramref name="now"/>, which are executed and about to be settled.</summary>
        public void Continue(OpenBatch now)
        {
            if (_upcoming.Count == 0)
                _last = Task.FromResult(new UpcomingBatch(now.Some, now, SubjectBatch.Empty));
            while (_upcoming.Count < MaxAhead)
                _upcoming.Enqueue(_last = Follow(_last!, now.Run, _drops));
        }

        /// <summary>Discards all chunks executed ahead. Each releases its locks before the next is awaited, which may be waiting for them.</summary>
        public async Task Drop()
        {
            _drops++;
            if (Take() is { } next)
                await next.Work.DisposeAsync();
            while (_upcoming.TryDequeue(out var coming))
            {
                await ((Task)coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (coming.IsCompletedSuccessfully && await coming is { Begun: { } begun })
                    await begun.Work.DisposeAsync();
            }
        }

        private async Task<UpcomingBatch> Follow(Task<UpcomingBatch> before, ActiveRun run, int drops)
        {
            var last = await before;
            if (last.Begun is null)
                return last; // No later chunk is executed ahead.
            var some = await read(last.Some.Next);
            var mayBegin = drops == _drops && !some.IsEmpty && !some.Shares(last.Some) && !some.Shares(last.Before);
            return new(some, mayBegin ? await Try(some, run) : null, last.Some);
        }

        /// <returns>Null also on failure: the chunk fails again in its turn, and the error is reported then.</returns>
        private async Task<OpenBatch?> Try(SubjectBatch some, ActiveRun run)
        {
            var beginning = begin(some, run);
            await ((Task)beginning).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return beginning.IsCompletedSuccessfully ? await beginning : null;
        }
    }
}
