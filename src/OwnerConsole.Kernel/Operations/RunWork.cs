using System.Diagnostics;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Carries runs of many out in their lanes, chunk by chunk. Killed in the middle, the next start goes on after the last chunk that was committed.</summary>
internal sealed class RunWork(Database database, Catalogue catalogue, Carrying carrying, Segments segments, Verdicts verdicts) : IWorkKind
{
    private const string Kind = "run.carry";

    /// <summary>Below the lease of a lane, so that nobody takes over a run that is being carried out.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan UntilReleased = TimeSpan.FromSeconds(1);

    public string Name => Kind;

    public static async Task Ask(string runId, Work work, DateTimeOffset? at = null)
    {
        await work.Ask(LaneOf(runId), Kind, new { Run = runId }, at);
        work.Wake();
    }

    public static Task Hurry(string runId, Work work) => work.Hurry([LaneOf(runId)]);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        var runId = item.Body.GetProperty("run").GetString()!;
        var ahead = new Ahead(from => Read(runId, from, stop), (some, run) => Begin(some, run, stop));
        try
        {
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Turn; )
            {
                var some = await ahead.Next();
                if (await Transient.Again(() => Step(runId, some, ahead, stop), stop) is { } outcome)
                    return outcome;
            }
            return WorkOutcome.Again(TimeSpan.Zero);
        }
        finally
        {
            await ahead.Drop();
        }
    }

    /// <returns>null when there is more to do at once</returns>
    private async Task<WorkOutcome?> Step(string runId, Some some, Ahead ahead, CancellationToken stop)
    {
        if (ahead.Take() is { } begun)
            return await Settle(begun, ahead);
        await using var work = await database.Write(Door.Run(runId), [.. some.Tenants, IdSource.Platform], stop);
        work.RunId = runId;
        if (database.Fullness.IsFull || await EmergencyStop.IsSet(work))
            return WorkOutcome.Again(UntilReleased);
        var run = await Underway.Take(runId, work);
        if (run.State is RunState.WaitingApproval && await Wait(run, work) is { } waiting)
            return waiting;
        if (run.State is not (RunState.WaitingApproval or RunState.Queued or RunState.Running))
            return WorkOutcome.Over;
        if (some.First < run.NextPlace)
            return null; // somebody else has carried it on meanwhile
        if (run.ScheduledFor is { } at && at > work.Now)
            return WorkOutcome.Again(at - work.Now);
        if (await Actor(run, work) is not { } caller)
        {
            await verdicts.Stop(run, Caller.System, null, work);
            await work.Commit();
            return WorkOutcome.Over;
        }
        if (run.UndoOf is null && some.IsEmpty)
            return await Commit(isLast: true, work);
        return await Settle(new(work, run, caller, some, await Execute(caller, run, some, work)), ahead);
    }

    /// <summary>Carries subjects out in a transaction of their own, while what became of those before is written: half of the work is the program's and half the database's.</summary>
    /// <returns>null where that can't be now: they come in their turn</returns>
    private async Task<Begun?> Begin(Some some, Underway before, CancellationToken stop)
    {
        var work = await database.Write(Door.Run(before.RunId), [.. some.Tenants, IdSource.Platform], stop);
        Begun? begun = null;
        try
        {
            work.RunId = before.RunId;
            var run = before with { NextPlace = some.First };
            if (!database.Fullness.IsFull && !await EmergencyStop.IsSet(work) && await Actor(run, work) is { } caller)
                begun = new(work, run, caller, some, await Execute(caller, run, some, work));
            return begun;
        }
        finally
        {
            if (begun is null)
                await work.DisposeAsync(); // whoever takes it does
        }
    }

    /// <summary>Writes what became of those that were carried out, unless the run was stopped meanwhile or carried on by somebody else: then it is as if nobody had begun with them.</summary>
    private async Task<WorkOutcome?> Settle(Begun begun, Ahead ahead)
    {
        try
        {
            await using var work = begun.Work;
            var run = await Underway.Take(begun.Run.RunId, work);
            if (run.State is not (RunState.WaitingApproval or RunState.Queued or RunState.Running))
                return WorkOutcome.Over;
            if (begun.Some.First < run.NextPlace)
                return null;
            ahead.GoOn(begun);
            var isLast = run.UndoOf is null ? begun.Some.Next >= run.Subjects : begun.Some.Back.Count < run.ChunkSize;
            await carrying.Settle(begun.Caller, run, begun.Lines, isLast, work);
            return await Commit(isLast, work);
        }
        catch
        {
            await ahead.Drop(); // not before this transaction has let go of what it holds
            throw;
        }
    }

    private Task<IReadOnlyList<RunLine>> Execute(Caller caller, Underway run, Some some, Work work) =>
        run.UndoOf is null ? carrying.Execute(caller, run, some.Forward, alone: false, work) : carrying.TakeBack(caller, run, some.Back, work);

    private static async Task<WorkOutcome?> Commit(bool isLast, Work work)
    {
        if (!isLast)
            await work.CommitSoon();
        else
            await work.Commit();
        return isLast ? WorkOutcome.Over : null;
    }

    /// <returns>null when whoever asked may not do it any more</returns>
    private async Task<Caller?> Actor(Underway run, Work work) =>
        await run.Actor(work) is { } actor && catalogue.May(actor, run.Operation) ? await segments.Among(actor, work) : null;

    /// <summary>Read before the transaction that writes, which must name the tenants.</summary>
    /// <param name="from">a place; null goes on where the run stands</param>
    private async Task<Some> Read(string runId, int? from, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var run = (await Underway.Find(runId, reading))!; // a run is never deleted
        return run.UndoOf is null
            ? new(await PreviewRows.Subjects(run.PreviewId!, from ?? run.NextPlace, run.ChunkSize, reading), [])
            : new([], await Runs.ToUndo(run.UndoOf, runId, from ?? run.NextPlace, run.ChunkSize, reading));
    }

    /// <returns>null when the wait is over and it begins</returns>
    private async Task<WorkOutcome?> Wait(Underway run, Work work)
    {
        if (run.BeginsAt is { } at && at > work.Now)
            return WorkOutcome.Again(at - work.Now);
        if (run.BeginsAlone)
            return await LogAlerts.Find(work) is null ? null : WorkOutcome.Again(UntilReleased);
        await verdicts.Stop(run, Caller.System, null, work);
        await work.Commit();
        return WorkOutcome.Over;
    }

    private static string LaneOf(string runId) => $"run:{runId}";

    /// <summary>The subjects of one transaction: those a preview froze, or those an undo takes back.</summary>
    private sealed record Some(IReadOnlyList<PreviewSubject> Forward, IReadOnlyList<RunSubject> Back)
    {
        public IEnumerable<string> Tenants =>
            Forward.SelectMany(line => line.Tenants).Concat(Back.SelectMany(line => line.Tenants)).Distinct(StringComparer.Ordinal);

        public bool IsEmpty => Forward.Count + Back.Count == 0;

        /// <summary>Of nobody: nobody can be ahead of it.</summary>
        public int First => Places.DefaultIfEmpty(int.MaxValue).First();

        /// <summary>Where the others begin; null when there are none here, and the run's own place says it.</summary>
        public int? Next => Places.Select(place => (int?)place + 1).LastOrDefault();

        /// <summary>Whether it touches a tenant that the others touch: neither may see, nor wait for, what the other writes.</summary>
        public bool Shares(Some others) => Tenants.Intersect(others.Tenants).Any();

        public static Some None { get; } = new([], []);

        private IEnumerable<int> Places => Forward.Select(line => line.Place).Concat(Back.Select(line => line.Place));
    }

    /// <summary>Subjects that were carried out in a transaction that is still open.</summary>
    private sealed record Begun(Work Work, Underway Run, Caller Caller, Some Some, IReadOnlyList<RunLine> Lines);

    /// <param name="Begun">null: they come in their turn</param>
    /// <param name="Before">those before them, which may still have to be settled</param>
    private sealed record Coming(Some Some, Begun? Begun, Some Before);

    /// <summary>What comes next in a run, read and begun with before it is its turn: each after those before have been carried out, so that it can wait for them and never they for it.</summary>
    private sealed class Ahead(Func<int?, Task<Some>> read, Func<Some, Underway, Task<Begun?>> begin)
    {
        /// <summary>One would do if all took as long. <see cref="Follow"/> relies on it: what was three before is settled.</summary>
        private const int Most = 2;

        private readonly Queue<Task<Coming>> _coming = [];
        private Task<Coming>? _last;
        private Begun? _begun;
        private int? _from;
        private int _drops;

        /// <returns>those whose turn it is</returns>
        public async Task<Some> Next()
        {
            var (some, begun, _) = _coming.TryDequeue(out var next) ? await next : new(await read(_from), null, Some.None);
            if (begun is null)
                _coming.Clear(); // nobody has begun with those after them
            (_begun, _from) = (begun, some.Next);
            return some;
        }

        /// <returns>those whose turn it is, where somebody has begun with them; null ever after: if it fails they are carried out anew</returns>
        public Begun? Take() => Interlocked.Exchange(ref _begun, null);

        /// <summary>Goes on with those after <paramref name="now"/>, which are carried out and about to be settled.</summary>
        public void GoOn(Begun now)
        {
            if (_coming.Count == 0)
                _last = Task.FromResult(new Coming(now.Some, now, Some.None));
            while (_coming.Count < Most)
                _coming.Enqueue(_last = Follow(_last!, now.Run, _drops));
        }

        /// <summary>As if nobody had begun with any. Each lets go of what it holds before the next is waited for, which may wait for it.</summary>
        public async Task Drop()
        {
            _drops++;
            if (Take() is { } next)
                await next.Work.DisposeAsync();
            while (_coming.TryDequeue(out var coming))
            {
                await ((Task)coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (coming.IsCompletedSuccessfully && await coming is { Begun: { } begun })
                    await begun.Work.DisposeAsync();
            }
        }

        private async Task<Coming> Follow(Task<Coming> before, Underway run, int drops)
        {
            var last = await before;
            if (last.Begun is null)
                return last; // and it ends there
            var some = await read(last.Some.Next);
            var mayBegin = drops == _drops && !some.IsEmpty && !some.Shares(last.Some) && !some.Shares(last.Before);
            return new(some, mayBegin ? await Try(some, run) : null, last.Some);
        }

        /// <returns>null also where it fails: in their turn it fails again, and is told</returns>
        private async Task<Begun?> Try(Some some, Underway run)
        {
            var beginning = begin(some, run);
            await ((Task)beginning).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return beginning.IsCompletedSuccessfully ? await beginning : null;
        }
    }
}
