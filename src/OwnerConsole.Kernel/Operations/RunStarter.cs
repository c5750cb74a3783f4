using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Data.Telemetry;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Transaction that starts a run: idempotency key, row and, for a few subjects, the execution; for many, an item in its lane.</summary>
public sealed class RunStarter(Database database, RunExecutor carrying, LogWriter logbook, ApprovalEmails emails)
{
    /// <summary>Maximum number of subjects executed while the caller waits.</summary>
    private const int MaxImmediateSubjects = 25;

    /// <summary>How far ahead a run can be scheduled; its input is stored for 30 days.</summary>
    public static readonly TimeSpan MaxScheduleAhead = TimeSpan.FromDays(28);

    /// <summary>Long enough to notice a mistake or misuse and to stop the run.</summary>
    public static readonly Setting SoloApprovalDelay = new(
        "approval.alone_minutes",
        SettingCategory.Security,
        "Solo-approval delay",
        "If no one else can approve a run, it starts after this delay. Until then it can be stopped.",
        "15"
    )
    {
        Kind = FieldKind.Number,
        Min = 5,
        Max = 24 * 60,
        Unit = "minutes",
    };

    public static readonly Setting ApprovalLifetime = new(
        "approval.ends_hours",
        SettingCategory.Security,
        "Approval expiry",
        "Runs that are not approved within this time expire.",
        "24"
    )
    {
        Kind = FieldKind.Number,
        Min = 1,
        Max = 24, // the page of pending approvals stays short
        Unit = "hours",
    };

    internal async Task<RunStartResult> Start(
        Caller caller,
        string runId,
        Preview preview,
        OperationDefinition declared,
        RunStartRequest order,
        IdempotencyKey? key,
        CancellationToken stop
    )
    {
        var isSmall = preview.Total <= MaxImmediateSubjects;
        await using var work = await Open(declared, runId, isSmall ? preview.Subjects.SelectMany(subject => subject.Tenants) : [], stop);
        if (key is not null && !await key.TryReserve(caller, runId, work))
            return new((await key.FindRun(caller, work))!);
        var begin = await Begin(caller, preview, declared, order, isSmall, work);
        if (!await RunRows.Begin(caller, runId, preview, declared, order, begin, work))
            return new(await RunRows.Of(preview.PreviewId, work));
        if (preview.ExpiresAt < work.Now)
            throw new Problem(409, "preview_expired", "This preview is more than 10 minutes old. Create a new one.");

        var run = await ActiveRun.Lock(runId, work);
        if (begin.State is RunState.Running)
        {
            var lines = await carrying.Forward(caller, run, preview.Subjects, alone: preview.Total == 1, work);
            if (lines.All(line => line.State is RunLineState.Refused or RunLineState.Skipped) && !order.AllOrNothing)
                throw NothingToDo([.. lines.Select(line => (line.Code!, line.Sentence, line.Now))], preview.Names);
        }
        else
        {
            await RunWorkHandler.Enqueue(runId, work, begin.At ?? order.At);
            if (begin.State is RunState.WaitingApproval)
            {
                await emails.SendRequest(run, order.Reason, work);
                RunApprovals.WriteLog(run, caller, "requested", Sentence.Say($"A run on {run.Subjects:subject} is waiting for approval."), logbook, work);
            }
        }
        await work.Commit();
        if (begin.State is RunState.Running)
            ConsoleMeter.CountRun(isInBackground: false);
        return new(runId) { ShownOnce = work.OneTimeSecret };
    }

    /// <param name="runId">Id of the new undo, or of the one that continues with its remaining subjects.</param>
    /// <returns>The undo's run, or the run started with the same key.</returns>
    internal async Task<string> Undo(Caller caller, string runId, Run run, OperationDefinition declared, IdempotencyKey? key, CancellationToken stop)
    {
        var isSmall = run.Done + run.Waiting <= MaxImmediateSubjects && run.Subjects <= Previews.MaxShown;
        await using var work = await Open(declared, runId, isSmall ? run.Lines.SelectMany(line => line.Tenants) : [], stop);
        if (key is not null && !await key.TryReserve(caller, runId, work))
            return (await key.FindRun(caller, work))!;
        if (run.UndoUntil < work.Now)
            throw new Problem(409, "undo_expired", $"The undo period ended on {run.UndoUntil:yyyy-MM-dd HH:mm} UTC.");
        if (run.Done + run.Waiting == 0)
            throw new Problem(409, "nothing_done", "This run changed nothing, so there is nothing to undo.");
        var isBegun = run.UndoneBy is null ? RunRows.BeginUndo(caller.Id, runId, run.RunId, work) : RunRows.ResumeUndo(caller.Id, runId, work);
        if (!await isBegun)
            throw new Problem(409, "already_undone", "This has already been undone.");

        if (isSmall)
        {
            var lines = await carrying.Undo(
                caller,
                await ActiveRun.Lock(runId, work),
                await Runs.ListToUndo(run.RunId, runId, 0, MaxImmediateSubjects, work),
                isLast: true,
                work
            );
            if (lines.All(line => line.State is RunLineState.Skipped))
                throw NothingToUndo(lines, declared);
        }
        else
            await RunWorkHandler.Enqueue(runId, work);
        await work.Commit();
        if (isSmall)
            ConsoleMeter.CountRun(isInBackground: false);
        return runId;
    }

    private static Problem NothingToUndo(IReadOnlyList<RunLine> lines, OperationDefinition declared) =>
        new(
            409,
            "moved_on",
            lines.Any(line => line.IsUnanswered) ? "The application is still working on this run's tasks. Undo the run when it has answered."
                : declared.Reversal is Reversal.UntilSent
                    ? "Everything this run did was sent, is being sent at this moment, or has been changed again since. There is nothing left to undo."
                : "Everything this run changed has been changed again since. There is nothing left to undo."
        );

    /// <exception cref="Problem">409: the emergency stop is set; 503: the disk is full.</exception>
    private async Task<UnitOfWork> Open(OperationDefinition declared, string runId, IEnumerable<string> tenants, CancellationToken stop)
    {
        if (!declared.RunsWhileStopped)
            database.DiskSpaceGuard.ThrowIfFull();
        var work = await database.Write(WriteOrigin.Run(runId), [.. tenants.Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)], stop);
        (work.RunId, work.IsLocking) = (runId, true);
        if (declared.RunsWhileStopped || !await EmergencyStop.IsSet(work))
            return work;
        await work.DisposeAsync();
        throw EmergencyStop.Stopped();
    }

    private static async Task<RunStart> Begin(
        Caller caller,
        Preview preview,
        OperationDefinition declared,
        RunStartRequest order,
        bool isSmall,
        UnitOfWork work
    )
    {
        var over = await Ceilings.FindExceeded(caller, declared.Name, preview.Accepted, preview.Weight, work);
        var needsSomebodyElse = preview.RequiredConfirmation is RequiredConfirmation.SecondPerson || over is not null;
        if (needsSomebodyElse || declared.IsIrreversible)
            await LogAlerts.Refuse(work);
        if (order.AllOrNothing && !declared.CanUndo && preview.Total > ActiveRun.MaxChunkSize)
            throw new Problem(
                422,
                "too_many_for_all_or_nothing",
                $"This can't be undone, so “Stop if any fail” is limited to {ActiveRun.MaxChunkSize}. Turn it off, or select fewer."
            );
        if (order.At <= work.Now || order.At > work.Now + MaxScheduleAhead)
            throw Problem.Invalid("at", $"must be within the next {MaxScheduleAhead.Days} days.");
        if (!needsSomebodyElse)
            return new(isSmall && order.At is null ? RunState.Running : RunState.Queued, preview.RequiredConfirmation);
        if (string.IsNullOrWhiteSpace(order.Reason))
            throw new Problem(422, "reason_needed", "This exceeds your ceiling and needs approval. Enter a reason. It is stored with the run.");
        var isAlone = await RunApprovals.IsSoleApprover(caller, declared, work);
        return new(
            RunState.WaitingApproval,
            RequiredConfirmation.SecondPerson,
            work.Now + await (isAlone ? SoloApprovalDelay : ApprovalLifetime).GetTimeSpan(work),
            isAlone
        );
    }

    /// <summary>Error for a run with nothing left to do, using the subject's own sentence if there is only one.</summary>
    /// <param name="left">Each subject's code and sentence, and its current sentence if that differs from the preview.</param>
    internal static Problem NothingToDo(IReadOnlyList<(string Code, Sentence Text, Sentence? Now)> left, SentenceRenderer names)
    {
        var why = names.Text(left[0].Text) + (left[0].Now is { } now ? $" Now: {names.Text(now)}" : "");
        return left.Count == 1 ? new(409, left[0].Code, why) : new(409, "nothing_to_do", $"None of the {left.Count} can be done. The first: {why}");
    }
}

/// <param name="RunId">Id of the new run, or of the run started before with the same key or preview.</param>
internal sealed record RunStartResult(string RunId)
{
    public string? ShownOnce { get; init; }
}
