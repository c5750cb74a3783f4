using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Monitors open tasks: fails those past their deadline and resends those without a recent heartbeat.</summary>
public sealed class TaskMonitor(Database database, RunCompletion settling, LogWriter logbook, TaskPreviews previews) : IWorkHandler
{
    private const string Kind = "task.keep";

    private const int BatchSize = 100;

    internal const string Lane = $"every:{Kind}";

    public string Name => Kind;

    public string Title => "Check open tasks";

    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var cancelled = await Find("t.cancel_at is not null and not t.is_notified", stop);
        foreach (var task in cancelled)
            await Write(task, task.SentAt is null ? Withdraw : RequestCancellation, stop);
        var expired = await Find("t.deadline <= now()", stop);
        foreach (var task in expired)
            await Write(task, Expire, stop);
        // The process that accepted a task may have died when there is no heartbeat.
        foreach (var task in await Find("t.state in ('accepted', 'running') and t.responded_at < now() - interval '5 minutes'", stop))
            await Write(task, OfferAgain, stop);
        await previews.DeleteExpired(stop);
        // Many tasks of one run are stopped together, and have the same deadline.
        return cancelled.Count == BatchSize || expired.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    private Task Withdraw(ApplicationTask task, UnitOfWork work) =>
        Fail(
            task,
            TaskState.Cancelled,
            "stopped",
            Sentence.Say(
                $"{TaskCallbacks.OperationReference(task)} for {TaskCallbacks.SubjectReference(task)} was cancelled before it was sent to the application."
            ),
            work
        );

    private async Task RequestCancellation(ApplicationTask task, UnitOfWork work)
    {
        await work.Execute("update core.tasks set is_notified = true where tenant_id = @TenantId and task_id = @TaskId", new { task.TenantId, task.TaskId });
        WriteLog(
            task,
            Sentence.Say($"The application receives a request to cancel {TaskCallbacks.OperationReference(task)} for {TaskCallbacks.SubjectReference(task)}."),
            ApplicationTasks.CancelledMessage(task.TaskId, task.Kind),
            work
        );
    }

    private Task Expire(ApplicationTask task, UnitOfWork work) =>
        Fail(
            task,
            TaskState.Expired,
            "no_answer",
            Sentence.Say(
                $"The application did not complete {TaskCallbacks.OperationReference(task)} for {TaskCallbacks.SubjectReference(task)} by {task.Deadline}."
            ),
            work
        );

    private async Task Fail(ApplicationTask task, TaskState state, string code, Sentence sentence, UnitOfWork work)
    {
        await TaskCallbacks.End(task, state, code, null, null, work);
        if (!await settling.Settle(task.RunId, task.SubjectId, "system", sentence, code, work))
            WriteLog(task, sentence, message: null, work, code); // the run doesn't wait for it, such as an export of a member
    }

    private async Task OfferAgain(ApplicationTask task, UnitOfWork work)
    {
        await work.Execute(
            "update core.tasks set offers = offers + 1, responded_at = now() where tenant_id = @TenantId and task_id = @TaskId",
            new { task.TenantId, task.TaskId }
        );
        WriteLog(
            task,
            Sentence.Say(
                $"The application stopped responding and receives another request to run {TaskCallbacks.OperationReference(task)} for {TaskCallbacks.SubjectReference(task)}."
            ),
            ApplicationTasks.OfferedMessage(task.TaskId),
            work
        );
    }

    /// <param name="failure">Code of the failure; null if the task goes on.</param>
    private void WriteLog(ApplicationTask task, Sentence sentence, Message? message, UnitOfWork work, string? failure = null) =>
        logbook.Write(
            [
                new LogLine(task.TenantId, "system", "system", failure is null ? "done" : "failed", sentence)
                {
                    RunId = task.RunId,
                    Operation = task.Kind,
                    Subject = task.SubjectId,
                    Code = failure,
                    Message = message,
                },
            ],
            work
        );

    private async Task<IReadOnlyList<ApplicationTask>> Find(string which, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<ApplicationTask>(
            $"select {ApplicationTask.Columns} from core.tasks t where t.state in ('offered', 'accepted', 'running') and {which} order by t.deadline limit @AtOnce",
            new { AtOnce = BatchSize }
        );
    }

    /// <summary>Updates one task, unless it has changed since it was found, because the application may be reporting at the same time.</summary>
    private Task Write(ApplicationTask found, Func<ApplicationTask, UnitOfWork, Task> with, CancellationToken stop) =>
        TransientErrors.Retry(
            async () =>
            {
                await using var work = await database.Write(WriteOrigin.Intake(Name), [found.TenantId, IdGenerator.Platform], stop);
                var task = await work.One<ApplicationTask>(
                    $"""
                    select {ApplicationTask.Columns} from core.tasks t
                     where t.tenant_id = @TenantId and t.task_id = @TaskId and t.ended_at is null and t.responded_at is not distinct from @RespondedAt
                       for no key update
                    """,
                    new
                    {
                        found.TenantId,
                        found.TaskId,
                        found.RespondedAt,
                    }
                );
                if (task is null)
                    return false;
                await with(task, work);
                await work.Commit();
                return true;
            },
            stop
        );
}
