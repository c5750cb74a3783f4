using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Stores the application's reports on a task, which it sends with the task's own token. Repeated reports count once.</summary>
public sealed class TaskCallbacks(Database database, ApplicationTasks tasks, RunCompletion settling, LogWriter logbook, OperationCatalogue catalogue)
{
    /// <summary>Actor of these reports in the log.</summary>
    internal const string ApplicationActor = "application";

    public const int MaxNoteLength = 500;

    private const int MaxResultLength = 8_000;

    /// <summary>Finds the task that a token belongs to.</summary>
    /// <exception cref="Problem">404 for an unknown task; 401 for a wrong token.</exception>
    public async Task<ApplicationTask> Find(string taskId, string? token, CancellationToken stop)
    {
        var tenant = await Authenticate(taskId, token, stop);
        await using var reading = await database.Read(stop);
        return await Row(tenant, taskId, "", reading);
    }

    public Task<ApplicationTask> Accept(string taskId, string? token, CancellationToken stop) =>
        Answer(taskId, token, (task, work) => task.IsOpen ? RecordHeartbeat(task.TenantId, task.TaskId, work) : throw AlreadyEnded(task), stop);

    /// <param name="done">Progress out of <paramref name="total"/>, in any unit.</param>
    public Task<ApplicationTask> Progress(string taskId, string? token, long? done, long? total, string? note, CancellationToken stop)
    {
        if (done < 0 || total < 0 || done > total)
            throw Problem.Invalid("done", "must be between 0 and total.");
        CheckNote(note);
        return Answer(
            taskId,
            token,
            async (task, work) =>
            {
                if (!task.IsOpen)
                    throw AlreadyEnded(task);
                await RecordHeartbeat(task.TenantId, task.TaskId, work);
                await work.Execute(
                    """
                    update core.tasks set state = 'running', done = coalesce(@done, done), total = coalesce(@total, total), note = coalesce(@note, note)
                     where tenant_id = @TenantId and task_id = @TaskId
                    """,
                    new
                    {
                        done,
                        total,
                        note,
                        task.TenantId,
                        task.TaskId,
                    }
                );
            },
            stop
        );
    }

    /// <remarks>After the deadline it is stored as done late: the run has already failed, and a team member decides what to do.</remarks>
    public Task<ApplicationTask> Complete(string taskId, string? token, string? note, JsonElement? result, CancellationToken stop)
    {
        CheckNote(note);
        if (result is { } said && (said.ValueKind is not JsonValueKind.Object || said.GetRawText().Length > MaxResultLength))
            throw Problem.Invalid("result", $"must be an object of at most {MaxResultLength} characters.");
        return Answer(
            taskId,
            token,
            async (task, work) =>
            {
                switch (task.State)
                {
                    case TaskState.Done or TaskState.DoneLate:
                        return;
                    case TaskState.Expired:
                        await End(task, TaskState.DoneLate, null, note, result, work);
                        WriteAnswer(
                            task,
                            Sentence.Say($"The application completed {OperationReference(task)} for {SubjectReference(task)} after the deadline."),
                            message: null,
                            work
                        );
                        return;
                    case TaskState.Failed or TaskState.Cancelled:
                        throw AlreadyEnded(task);
                    default:
                        await End(task, TaskState.Done, null, note, result, work);
                        var told =
                            catalogue.FindOrDefault(task.Kind) is not { } operation ? null
                            : task.Action is TaskAction.Undo ? await operation.Restore(task.TenantId, task.SubjectId, task.RunId, work)
                            : await operation.Finish(task.TenantId, task.SubjectId, task.RunId, work);
                        var sentence =
                            task.Action is TaskAction.Undo
                                ? Sentence.Say($"The application undid {OperationReference(task)} for {SubjectReference(task)}.")
                                : Sentence.Say($"The application completed {OperationReference(task)} for {SubjectReference(task)}.");
                        if (!await settling.Settle(task.RunId, task.SubjectId, ApplicationActor, sentence, null, work, told: told))
                            WriteAnswer(task, sentence, told, work); // the run doesn't wait for it, such as a deletion after its waiting period
                        return;
                }
            },
            stop
        );
    }

    /// <param name="code">Stable code of lowercase letters, digits and underscores.</param>
    public Task<ApplicationTask> Fail(string taskId, string? token, string code, string? message, CancellationToken stop)
    {
        if (code.Length is 0 or > 60 || !code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
            throw Problem.Invalid("code", "must be 1 to 60 lowercase letters, digits and underscores.");
        CheckNote(message, "message");
        return Answer(
            taskId,
            token,
            async (task, work) =>
            {
                switch (task.State)
                {
                    case TaskState.Failed or TaskState.Cancelled or TaskState.Expired:
                        return;
                    case TaskState.Done or TaskState.DoneLate:
                        throw AlreadyEnded(task);
                    default:
                        var isCancelled = task.CancelAt is not null;
                        await End(task, isCancelled ? TaskState.Cancelled : TaskState.Failed, code, message, null, work);
                        var sentence = isCancelled
                            ? Sentence.Say($"The application cancelled {OperationReference(task)} for {SubjectReference(task)} and changed nothing.")
                            : Sentence.Say($"The application couldn't complete {OperationReference(task)} for {SubjectReference(task)}.");
                        if (!await settling.Settle(task.RunId, task.SubjectId, ApplicationActor, sentence, code, work))
                            WriteAnswer(task, sentence, message: null, work, code); // the run doesn't wait for it, such as an export of a member
                        return;
                }
            },
            stop
        );
    }

    internal static EntityReference OperationReference(ApplicationTask task) => new(ApplicationOperation.EntityIdOf(task.Kind));

    internal static EntityReference SubjectReference(ApplicationTask task) => new(task.SubjectId);

    internal static Task End(ApplicationTask task, TaskState state, string? code, string? note, JsonElement? result, UnitOfWork work) =>
        work.Execute(
            """
            update core.tasks
               set state = @state, code = @code, note = coalesce(@note, note), result = coalesce(@result, result), ended_at = clock_timestamp(),
                   responded_at = case when @state = 'expired' then responded_at else clock_timestamp() end
             where tenant_id = @TenantId and task_id = @TaskId
            """,
            new
            {
                state,
                code,
                note,
                result,
                task.TenantId,
                task.TaskId,
            }
        );

    /// <summary>Marks the task as accepted and records a heartbeat.</summary>
    internal static Task RecordHeartbeat(string tenantId, string taskId, UnitOfWork work) =>
        work.Execute(
            """
            update core.tasks
               set state = case when state = 'offered' then 'accepted' else state end, sent_at = coalesce(sent_at, now()),
                   accepted_at = coalesce(accepted_at, now()), responded_at = now()
             where tenant_id = @tenantId and task_id = @taskId and ended_at is null
            """,
            new { tenantId, taskId }
        );

    private async Task<ApplicationTask> Answer(string taskId, string? token, Func<ApplicationTask, UnitOfWork, Task> with, CancellationToken stop)
    {
        var tenant = await Authenticate(taskId, token, stop);
        return await TransientErrors.Retry(() => Write(tenant, taskId, with, stop), stop);
    }

    private async Task<ApplicationTask> Write(string tenant, string taskId, Func<ApplicationTask, UnitOfWork, Task> with, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("task.answer"), [tenant, IdGenerator.Platform], stop);
        await with(await Row(tenant, taskId, "for no key update", work), work);
        var now = await Row(tenant, taskId, "", work);
        await work.Commit();
        return now;
    }

    /// <returns>The tenant of the task.</returns>
    private async Task<string> Authenticate(string taskId, string? token, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var task =
            await reading.One<ApplicationTasks.EncryptedTask>(
                "select tenant_id, task_id, input, secret from core.tasks where task_id = @taskId",
                new { taskId }
            ) ?? throw Problem.NotFound("task", taskId);
        if (token is null || !tasks.IsToken(task, token))
            throw ApplicationTasks.WrongToken;
        return task.TenantId;
    }

    private static async Task<ApplicationTask> Row(string tenant, string taskId, string locked, UnitOfWork work) =>
        (
            await work.One<ApplicationTask>(
                $"select {ApplicationTask.Columns} from core.tasks t where t.tenant_id = @tenant and t.task_id = @taskId {locked}",
                new { tenant, taskId }
            )
        )!; // tasks with a valid token are never deleted

    /// <param name="failure">Code of the application's failure; null if it succeeded.</param>
    private void WriteAnswer(ApplicationTask task, Sentence sentence, Message? message, UnitOfWork work, string? failure = null) =>
        logbook.Write(
            [
                new LogLine(task.TenantId, "intake", ApplicationActor, failure is null ? "done" : "failed", sentence)
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

    /// <summary>Error for reports on a task that has already ended.</summary>
    public static Problem AlreadyEnded(ApplicationTask task) =>
        new(409, "task_over", $"This task has already ended: {task.State.ToText().Replace('_', ' ')}. It accepts no more reports.");

    private static void CheckNote(string? note, string field = "note")
    {
        if (note is { Length: > MaxNoteLength })
            throw Problem.Invalid(field, $"must have at most {MaxNoteLength} characters.");
    }
}
