using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Transaction that starts a run: idempotency key, row and, for a few subjects, the execution; for many, an item in its lane.</summary>
public sealed class Starting(Database database, Carrying carrying, Logbook logbook, ApprovalLetters letters)
{
    /// <summary>Maximum number of subjects executed while the caller waits.</summary>
    private const int AtOnce = 25;

    /// <summary>How far ahead a run can be scheduled; its input is stored for 30 days.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromDays(28);

    /// <summary>Long enough to notice a mistake or misuse and to stop the run.</summary>
    public static readonly Setting AloneAfter = new(
        "approval.alone_minutes",
        SettingCategory.Security,
        "Solo-approval delay",
        "If no one else can approve a run, it starts after this delay. Until then it can be stopped.",
        "15"
    )
    {
        Kind = FieldKind.Number,
        Least = 5,
        Most = 24 * 60,
        Unit = "minutes",
    };

    public static readonly Setting ApprovalEnds = new(
        "approval.ends_hours",
        SettingCategory.Security,
        "Approval expiry",
        "Runs that are not approved within this time expire.",
        "24"
    )
    {
        Kind = FieldKind.Number,
        Least = 1,
        Most = 24, // the page of pending approvals stays short
        Unit = "hours",
    };

    internal async Task<Started> Start(
        Caller caller,
        string runId,
        Preview preview,
        Declaration declared,
        RunOrder order,
        IdempotencyKey? key,
        CancellationToken stop
    )
    {
        var isSmall = preview.Total <= AtOnce;
        await using var work = await Open(declared, runId, isSmall ? preview.Subjects.SelectMany(subject => subject.Tenants) : [], stop);
        if (key is not null && !await key.Take(caller, runId, work))
            return new((await key.Used(caller, work))!);
        var begin = await Begin(caller, preview, declared, order, isSmall, work);
        if (!await RunRows.Begin(caller, runId, preview, declared, order, begin, work))
            return new(await RunRows.Of(preview.PreviewId, work));
        if (preview.ExpiresAt < work.Now)
            throw new Problem(409, "preview_expired", "This preview is more than 10 minutes old. Create a new one.");

        var run = await Underway.Take(runId, work);
        if (begin.State is RunState.Running)
        {
            var lines = await carrying.Forward(caller, run, preview.Subjects, alone: preview.Total == 1, work);
            if (lines.All(line => line.State is LineState.Refused or LineState.Skipped) && !order.AllOrNothing)
                throw Nothing([.. lines.Select(line => (line.Code!, line.Sentence, line.Now))], preview.Names);
        }
        else
        {
            await RunWork.Ask(runId, work, begin.At ?? order.At);
            if (begin.State is RunState.WaitingApproval)
            {
                await letters.Ask(run, order.Reason, work);
                Verdicts.Tell(run, caller, "asked", Sentence.Say($"A run on {run.Subjects:subject} is waiting for approval."), logbook, work);
            }
        }
        await work.Commit();
        return new(runId) { ShownOnce = work.Shown };
    }

    /// <param name="runId">Id of the new undo, or of the one that continues with its remaining subjects.</param>
    /// <returns>The undo's run, or the run started with the same key.</returns>
    internal async Task<string> Undo(Caller caller, string runId, Run run, Declaration declared, IdempotencyKey? key, CancellationToken stop)
    {
        var isSmall = run.Done + run.Waiting <= AtOnce && run.Subjects <= Previews.Shown;
        await using var work = await Open(declared, runId, isSmall ? run.Lines.SelectMany(line => line.Tenants) : [], stop);
        if (key is not null && !await key.Take(caller, runId, work))
            return (await key.Used(caller, work))!;
        if (run.UndoUntil < work.Now)
            throw new Problem(409, "undo_expired", $"The undo period ended on {run.UndoUntil:yyyy-MM-dd HH:mm} UTC.");
        if (run.Done + run.Waiting == 0)
            throw new Problem(409, "nothing_done", "This run changed nothing, so there is nothing to undo.");
        var isBegun = run.UndoneBy is null ? RunRows.BeginUndo(caller.Id, runId, run.RunId, work) : RunRows.UndoAgain(caller.Id, runId, work);
        if (!await isBegun)
            throw new Problem(409, "already_undone", "This has already been undone.");

        if (!isSmall)
            await RunWork.Ask(runId, work);
        else if (
            (await carrying.Back(caller, await Underway.Take(runId, work), await Runs.ToUndo(run.RunId, runId, 0, AtOnce, work), isLast: true, work)).All(
                line => line.State is LineState.Skipped
            )
        )
            throw new Problem(409, "moved_on", "Everything this run changed has been changed again since. There is nothing left to undo.");
        await work.Commit();
        return runId;
    }

    /// <exception cref="Problem">409: the emergency stop is set; 503: the disk is full.</exception>
    private async Task<Work> Open(Declaration declared, string runId, IEnumerable<string> tenants, CancellationToken stop)
    {
        if (!declared.RunsWhileStopped)
            database.Fullness.Demand();
        var work = await database.Write(Door.Run(runId), [.. tenants.Append(IdSource.Platform).Distinct(StringComparer.Ordinal)], stop);
        (work.RunId, work.Locks) = (runId, true);
        if (declared.RunsWhileStopped || !await EmergencyStop.IsSet(work))
            return work;
        await work.DisposeAsync();
        throw EmergencyStop.Stopped();
    }

    private static async Task<RunBegin> Begin(Caller caller, Preview preview, Declaration declared, RunOrder order, bool isSmall, Work work)
    {
        var over = await Ceilings.Exceeded(caller, declared.Name, preview.Accepted, preview.Weight, work);
        var needsSomebodyElse = preview.Asked is Asked.SecondPerson || over is not null;
        if (needsSomebodyElse || !declared.CanUndo)
            await LogAlerts.Refuse(work);
        if (order.AllOrNothing && !declared.CanUndo && preview.Total > Underway.Largest)
            throw new Problem(
                422,
                "too_many_for_all_or_nothing",
                $"This can't be undone, so “Stop if any fail” is limited to {Underway.Largest}. Turn it off, or select fewer."
            );
        if (order.At <= work.Now || order.At > work.Now + Latest)
            throw Problem.Invalid("at", $"must be within the next {Latest.Days} days.");
        if (!needsSomebodyElse)
            return new(isSmall && order.At is null ? RunState.Running : RunState.Queued, preview.Asked);
        if (string.IsNullOrWhiteSpace(order.Reason))
            throw new Problem(422, "reason_needed", "This exceeds your ceiling and needs approval. Enter a reason. It is stored with the run.");
        var isAlone = await Verdicts.IsAlone(caller, declared, work);
        return new(RunState.WaitingApproval, Asked.SecondPerson, work.Now + await (isAlone ? AloneAfter : ApprovalEnds).SpanOf(work), isAlone);
    }

    /// <summary>Error for a run with nothing left to do, using the subject's own sentence if there is only one.</summary>
    /// <param name="left">Each subject's code and sentence, and its current sentence if that differs from the preview.</param>
    internal static Problem Nothing(IReadOnlyList<(string Code, Sentence Says, Sentence? Now)> left, SentenceReader names)
    {
        var why = names.Text(left[0].Says) + (left[0].Now is { } now ? $" Now: {names.Text(now)}" : "");
        return left.Count == 1 ? new(409, left[0].Code, why) : new(409, "nothing_to_do", $"None of the {left.Count} can be done. The first: {why}");
    }
}

/// <param name="RunId">Id of the new run, or of the run started before with the same key or preview.</param>
internal sealed record Started(string RunId)
{
    public string? ShownOnce { get; init; }
}
