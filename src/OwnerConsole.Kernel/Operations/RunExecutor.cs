using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Executes one chunk of a run: changes the subjects, logs the results and records the progress, in the caller's transaction.</summary>
public sealed class RunExecutor(OperationCatalogue catalogue, LogWriter logbook, IdGenerator ids, ILogger<RunExecutor> log)
{
    /// <param name="alone">Whether this is a single subject requested on its own; its exceptions are passed on to the caller.</param>
    internal async Task<IReadOnlyList<RunLine>> Forward(Caller caller, ActiveRun run, IReadOnlyList<PreviewSubject> subjects, bool alone, UnitOfWork work)
    {
        var lines = await Execute(caller, run, subjects, alone, work);
        await Settle(caller, run, lines, isLast: lines[^1].Place + 1 >= run.Subjects, work);
        return lines;
    }

    /// <param name="isLast">Whether this is the last chunk of the run to undo.</param>
    internal async Task<IReadOnlyList<RunLine>> Undo(Caller caller, ActiveRun run, IReadOnlyList<RunSubject> subjects, bool isLast, UnitOfWork work)
    {
        var lines = await ExecuteUndo(caller, run, subjects, work);
        await Settle(caller, run, lines, isLast, work);
        return lines;
    }

    /// <summary>First half: checks the subjects under their locks and executes the operation.</summary>
    internal async Task<IReadOnlyList<RunLine>> Execute(Caller caller, ActiveRun run, IReadOnlyList<PreviewSubject> subjects, bool alone, UnitOfWork work)
    {
        var operation = Prepare(caller, run, work, PreviewIdFactory.Of(run.PreviewId!));
        subjects = [.. subjects.Select(subject => subject.Code is null && !caller.CanSee(subject.TenantId) ? OutOfSegment(subject) : subject)];
        if (run.NextPlace == 0 && (run.RequiredConfirmation is RequiredConfirmation.SecondPerson || !operation.Definition.CanUndo))
            await RestorePoint.Make(run.RunId, work);
        var inOnePiece = run.AllOrNothing && run.Subjects <= run.ChunkSize;
        var lines = await new RunChunk(operation, run.ReadInput(), work, log).Forward(subjects, inOnePiece, alone);
        return work.OneTimeSecret is null || operation.Definition.ShowsSecretOnce
            ? lines
            : throw new InvalidOperationException($"{operation.Definition.Name} returns a secret without declaring it.");
    }

    /// <summary>First half of an undo: reverts the subjects that can be reverted.</summary>
    internal async Task<IReadOnlyList<RunLine>> ExecuteUndo(Caller caller, ActiveRun run, IReadOnlyList<RunSubject> subjects, UnitOfWork work)
    {
        var operation = Prepare(caller, run, work, (prefix, _) => ids.New(prefix)); // An undo creates no ids from a preview.
        return subjects.Count == 0 ? [] : await new RunChunk(operation, run.ReadInput(), work, log).Undo(subjects, run.UndoOf!, alone: run.Subjects == 1);
    }

    /// <summary>Second half: records the results. The caller holds the lock on the run.</summary>
    /// <param name="isLast">Whether this is the last chunk of the run.</param>
    internal async Task Settle(Caller caller, ActiveRun run, IReadOnlyList<RunLine> lines, bool isLast, UnitOfWork work)
    {
        if (lines.Count > 0)
            Record(caller, run, lines, work);
        if (run.UndoOf is { } undone && lines.Count > 0)
            await RunRows.MarkUndone(undone, lines.Where(line => line.State is RunLineState.Undone).Select(line => line.Place), work);
        if (run.AllOrNothing && run.UndoOf is null && lines.Any(line => line.State is not (RunLineState.Done or RunLineState.Waiting)))
            await RollBack(run, work);
        else if (isLast)
            await RunRows.End(run.RunId, work);
        if (run.UndoOf is not null && isLast)
            await RunRows.SettleUndone(run.RunId, work);
    }

    /// <summary>Result for a subject that has left the segment since the preview.</summary>
    private static PreviewSubject OutOfSegment(PreviewSubject subject) =>
        subject with
        {
            Code = "not_theirs",
            Sentence = Sentence.Say($"The requester no longer has access to {new EntityReference(subject.SubjectId)}.").ToJson(),
        };

    private Operation Prepare(Caller caller, ActiveRun run, UnitOfWork work, Func<string, string, string> newId)
    {
        (work.IsLocking, work.Caller, work.IdFactory, work.Operation) = (true, caller, newId, run.Operation);
        return catalogue.Find(run.Operation);
    }

    private void Record(Caller caller, ActiveRun run, IReadOnlyList<RunLine> lines, UnitOfWork work)
    {
        RunRows.Record(run, lines, work);
        logbook.Write([.. lines.SelectMany(line => line.Log(caller.Id, run))], work);
    }

    /// <summary>Fails an all-or-nothing run when one subject can't be done; the chunks already committed are reverted by an undo.</summary>
    private async Task RollBack(ActiveRun run, UnitOfWork work)
    {
        var toTakeBack = await work.One<int>(
            "update core.runs set state = 'failed', ended_at = clock_timestamp() where run_id = @RunId returning done + waiting",
            new { run.RunId }
        );
        if (toTakeBack == 0)
            return;
        var undo = ids.New("run");
        await RunRows.BeginUndo(run.RequestedBy, undo, run.RunId, work);
        await RunWorkHandler.Enqueue(undo, work);
    }
}
