using System.Diagnostics;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Carries runs of many out in their lanes, chunk by chunk. Killed in the middle, the next start goes on after the last chunk that was committed.</summary>
internal sealed class RunWork(Database database, Carrying carrying, Logbook logbook) : IWorkKind
{
    private const string Kind = "run.carry";

    /// <summary>Below the lease of a lane, so that nobody takes over a run that is being carried out.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan UntilReleased = TimeSpan.FromSeconds(1);

    public string Name => Kind;

    public static async Task Ask(string runId, Work work, DateTimeOffset? at = null)
    {
        await work.Ask(LaneOf(runId), Kind, new { Run = runId }, at);
        await work.Wake();
    }

    public static Task Hurry(string runId, Work work) => work.Hurry([LaneOf(runId)]);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        var runId = item.Body.GetProperty("run").GetString()!;
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Turn; )
        {
            if (await Transient.Again(() => Step(runId, stop), stop) is { } outcome)
                return outcome;
        }
        return WorkOutcome.Again(TimeSpan.Zero);
    }

    /// <returns>null when there is more to do at once</returns>
    private async Task<WorkOutcome?> Step(string runId, CancellationToken stop)
    {
        var (forward, back) = await Next(runId, stop);
        string[] tenants = [.. forward.SelectMany(line => line.Tenants).Concat(back.SelectMany(line => line.Tenants)).Distinct(StringComparer.Ordinal)];
        await using var work = await database.Write(Door.Run(runId), [.. tenants, IdSource.Platform], stop);
        work.RunId = runId;
        if (await EmergencyStop.IsSet(work))
            return WorkOutcome.Again(UntilReleased);
        var run = await Underway.Take(runId, work);
        if (run.State is RunState.WaitingApproval && await Wait(run, work) is { } waiting)
            return waiting;
        if (run.State is not (RunState.WaitingApproval or RunState.Queued or RunState.Running))
            return WorkOutcome.Over;
        if (
            (
                forward.Count > 0 ? forward[0].Place
                : back.Count > 0 ? back[0].Place
                : run.NextPlace
            ) < run.NextPlace
        )
            return null; // somebody else has carried it on meanwhile
        if (await Standing.Of(run.AskedBy, work) is not { } caller || !caller.May(run.Operation))
        {
            await Verdicts.Stop(run, Caller.System, logbook, work);
            await work.Commit();
            return WorkOutcome.Over;
        }
        var isLast = run.UndoOf is null ? forward.Count == 0 || forward[^1].Place + 1 >= run.Subjects : back.Count < run.ChunkSize;
        if (run.UndoOf is not null)
            await carrying.Back(caller, run, back, isLast, work);
        else if (forward.Count > 0)
            await carrying.Forward(caller, run, forward, alone: false, work);
        await work.Commit();
        return isLast ? WorkOutcome.Over : null;
    }

    /// <summary>Read before the transaction that writes, which must name the tenants.</summary>
    private async Task<(IReadOnlyList<PreviewSubject> Forward, IReadOnlyList<RunSubject> Back)> Next(string runId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var run = (await Underway.Find(runId, reading))!; // a run is never deleted
        return run.UndoOf is null
            ? (await PreviewRows.Subjects(run.PreviewId!, run.NextPlace, run.ChunkSize, reading), [])
            : ([], await Runs.ToUndo(run.UndoOf, run.NextPlace, run.ChunkSize, reading));
    }

    /// <returns>null when the wait is over and it begins</returns>
    private async Task<WorkOutcome?> Wait(Underway run, Work work)
    {
        if (run.BeginsAt is { } at && at > work.Now)
            return WorkOutcome.Again(at - work.Now);
        if (run.BeginsAlone)
            return await LogAlerts.Find(work) is null ? null : WorkOutcome.Again(UntilReleased);
        await Verdicts.Stop(run, Caller.System, logbook, work);
        await work.Commit();
        return WorkOutcome.Over;
    }

    private static string LaneOf(string runId) => $"run:{runId}";
}
