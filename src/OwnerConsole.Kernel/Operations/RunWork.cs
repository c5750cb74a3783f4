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
        var ahead = Read(runId, null, stop);
        try
        {
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Turn; )
            {
                var some = await ahead;
                ahead = Read(runId, some.Next, stop); // the rows are frozen, so they are read while those before are carried out
                if (await Transient.Again(() => Step(runId, some, stop), stop) is { } outcome)
                    return outcome;
            }
            return WorkOutcome.Again(TimeSpan.Zero);
        }
        finally
        {
            await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>null when there is more to do at once</returns>
    private async Task<WorkOutcome?> Step(string runId, Some some, CancellationToken stop)
    {
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
        if (await run.Actor(work) is not { } actor || !catalogue.May(actor, run.Operation))
        {
            await verdicts.Stop(run, Caller.System, null, work);
            await work.Commit();
            return WorkOutcome.Over;
        }
        var caller = await segments.Among(actor, work);
        var isLast = run.UndoOf is null ? some.Forward.Count == 0 || some.Next >= run.Subjects : some.Back.Count < run.ChunkSize;
        if (run.UndoOf is not null)
            await carrying.Back(caller, run, some.Back, isLast, work);
        else if (some.Forward.Count > 0)
            await carrying.Forward(caller, run, some.Forward, alone: false, work);
        if (isLast)
            await work.Commit();
        else
            await work.CommitSoon();
        return isLast ? WorkOutcome.Over : null;
    }

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

        /// <summary>Of nobody: nobody can be ahead of it.</summary>
        public int First => Places.DefaultIfEmpty(int.MaxValue).First();

        /// <summary>Where the others begin; null when there are none here, and the run's own place says it.</summary>
        public int? Next => Places.Select(place => (int?)place + 1).LastOrDefault();

        private IEnumerable<int> Places => Forward.Select(line => line.Place).Concat(Back.Select(line => line.Place));
    }
}
