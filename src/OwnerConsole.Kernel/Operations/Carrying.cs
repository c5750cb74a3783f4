using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Carries a run on by one chunk: its subjects, their lines in the log and how far it has come, in the transaction it is given.</summary>
public sealed class Carrying(Catalogue catalogue, Logbook logbook, IdSource ids, ILogger<Carrying> log)
{
    /// <param name="alone">one subject, asked for on its own: what it throws is thrown to who asked</param>
    internal async Task<IReadOnlyList<RunLine>> Forward(Caller caller, Underway run, IReadOnlyList<PreviewSubject> subjects, bool alone, Work work)
    {
        var lines = await Execute(caller, run, subjects, alone, work);
        await Settle(caller, run, lines, isLast: lines[^1].Place + 1 >= run.Subjects, work);
        return lines;
    }

    /// <param name="isLast">no more of the undone run follow</param>
    internal async Task<IReadOnlyList<RunLine>> Back(Caller caller, Underway run, IReadOnlyList<RunSubject> subjects, bool isLast, Work work)
    {
        var lines = await TakeBack(caller, run, subjects, work);
        await Settle(caller, run, lines, isLast, work);
        return lines;
    }

    /// <summary>The first half: looks at the subjects under the lock and carries them out.</summary>
    internal async Task<IReadOnlyList<RunLine>> Execute(Caller caller, Underway run, IReadOnlyList<PreviewSubject> subjects, bool alone, Work work)
    {
        var operation = Prepare(caller, run, work, NewIds.Of(run.PreviewId!));
        subjects = [.. subjects.Select(subject => subject.Code is null && !caller.MaySee(subject.TenantId) ? NotTheirs(subject) : subject)];
        if (run.NextPlace == 0 && (run.Asked is Asked.SecondPerson || !operation.Is.CanUndo))
            await RestorePoint.Make(run.RunId, work);
        var inOnePiece = run.AllOrNothing && run.Subjects <= run.ChunkSize;
        var lines = await new Chunk(operation, run.ReadInput(), work, log).Forward(subjects, inOnePiece, alone);
        return work.Shown is null || operation.Is.ShowsOnce
            ? lines
            : throw new InvalidOperationException($"{operation.Is.Name} returns a secret without declaring it.");
    }

    /// <summary>The first half of an undo: takes back what can be.</summary>
    internal async Task<IReadOnlyList<RunLine>> TakeBack(Caller caller, Underway run, IReadOnlyList<RunSubject> subjects, Work work)
    {
        var operation = Prepare(caller, run, work, (prefix, _) => ids.New(prefix)); // an undo makes nothing that a preview has shown
        return subjects.Count == 0 ? [] : await new Chunk(operation, run.ReadInput(), work, log).Back(subjects, run.UndoOf!, alone: run.Subjects == 1);
    }

    /// <summary>The second half: writes what became of them. Whoever comes here holds the run.</summary>
    /// <param name="isLast">no more of the run follow</param>
    internal async Task Settle(Caller caller, Underway run, IReadOnlyList<RunLine> lines, bool isLast, Work work)
    {
        if (lines.Count > 0)
            Keep(caller, run, lines, work);
        if (run.UndoOf is { } undone && lines.Count > 0)
            await RunRows.MarkUndone(undone, lines.Where(line => line.State is LineState.Undone).Select(line => line.Place), work);
        if (run.AllOrNothing && run.UndoOf is null && lines.Any(line => line.State is not (LineState.Done or LineState.Waiting)))
            await GiveUp(run, work);
        else if (isLast)
            await RunRows.End(run.RunId, work);
        if (run.UndoOf is not null && isLast)
            await RunRows.TellUndone(run.RunId, work);
    }

    /// <summary>It has left the segment since the preview.</summary>
    private static PreviewSubject NotTheirs(PreviewSubject subject) =>
        subject with
        {
            Code = "not_theirs",
            Sentence = Sentence.Say($"The requester no longer has access to {new Reference(subject.SubjectId)}.").ToJson(),
        };

    private Operation Prepare(Caller caller, Underway run, Work work, Func<string, string, string> newId)
    {
        (work.Locks, work.Caller, work.NextId) = (true, caller, newId);
        return catalogue.Find(run.Operation);
    }

    private void Keep(Caller caller, Underway run, IReadOnlyList<RunLine> lines, Work work)
    {
        RunRows.Keep(run, lines, work);
        logbook.Write([.. lines.SelectMany(line => line.Log(caller.Id, run))], work);
    }

    /// <summary>All or nothing, and one of them can't be done: the chunks before are taken back by an undo of their own.</summary>
    private async Task GiveUp(Underway run, Work work)
    {
        var toTakeBack = await work.One<int>(
            "update core.runs set state = 'failed', ended_at = clock_timestamp() where run_id = @RunId returning done + waiting",
            new { run.RunId }
        );
        if (toTakeBack == 0)
            return;
        var undo = ids.New("run");
        await RunRows.BeginUndo(run.AskedBy, undo, run.RunId, work);
        await RunWork.Ask(undo, work);
    }
}
