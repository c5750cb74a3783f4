using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Creates tasks for the application in the run that causes them, and withdraws those that were not sent yet.</summary>
public sealed class ApplicationTasks(SecretBox box)
{
    /// <summary>Event that sends a task. Only the endpoint that executes tasks receives it.</summary>
    public const string OfferedEvent = "task.offered";

    /// <summary>Event that asks the application to cancel a task.</summary>
    public const string CancelledEvent = "task.cancelled";

    private static readonly StateRows Dismissed = new("core.tasks_seen", "task_id");

    private const string InputKind = "task-input",
        TokenKind = "task-token";

    /// <summary>Encrypted columns of tasks and previews that only the application may read.</summary>
    public static readonly IReadOnlyList<EncryptedColumn> EncryptedColumns =
    [
        new("core.tasks", "input", InputKind, "task_id") { Owner = "tenant_id" },
        new("core.tasks", "secret", TokenKind, "task_id"),
        new("core.task_previews", "input", InputKind, "task_id") { Owner = "tenant_id" },
        new("core.task_previews", "secret", TokenKind, "task_id"),
    ];

    /// <summary>Event in the run's own log entry, so that it is sent in log order. The task's data is added when the event is sent.</summary>
    public static Message OfferedMessage(string taskId) => Message.Event(OfferedEvent, new { task = new { id = taskId } });

    /// <summary>Event that asks the application to cancel a running task.</summary>
    public static Message CancelledMessage(string taskId, string kind) => Message.Event(CancelledEvent, new { task = new { id = taskId, kind } });

    /// <param name="input">Input for each subject; it is encrypted under the subject's tenant.</param>
    /// <param name="ofRun">Run that causes the tasks as a later step and doesn't wait for them; null for the current run.</param>
    public async Task Create(
        IReadOnlyList<TaskTarget> subjects,
        OperationDefinition declared,
        Func<TaskTarget, JsonElement> input,
        TaskOptions terms,
        UnitOfWork work,
        string? ofRun = null
    )
    {
        await work.Execute(
            """
            insert into core.tasks (tenant_id, task_id, mode, run_id, kind, action, subject_id, other_id, input, secret, can_cancel, state, offered_at, deadline)
            select s.tenant_id, s.task_id, s.mode, @run, @kind, 'execute', s.subject_id, s.other_id, s.input, s.secret, @CanCancel, 'offered', now(), now() + @Within
              from unnest(@tenants, @tasks, @modes, @subjects, @others, @inputs, @secrets) s(tenant_id, task_id, mode, subject_id, other_id, input, secret)
            """,
            new
            {
                run = ofRun ?? work.RunId,
                kind = declared.Name,
                terms.CanCancel,
                Within = terms.Timeout,
                tenants = subjects.Select(subject => subject.TenantId).ToArray(),
                tasks = subjects.Select(subject => subject.TaskId).ToArray(),
                modes = subjects.Select(subject => subject.Mode.ToText()).ToArray(),
                subjects = subjects.Select(subject => subject.Id).ToArray(),
                others = subjects.Select(subject => subject.Other?.Id).ToArray(),
                inputs = subjects.Select(subject => EncryptInput(subject.TenantId, input(subject))).ToArray(),
                secrets = subjects.Select(subject => NewToken(subject.TaskId)).ToArray(),
            }
        );
        await Named(subjects, declared, work);
    }

    /// <summary>Asks the application to undo a run's completed tasks.</summary>
    /// <returns>Subjects of the undo tasks.</returns>
    public async Task<IReadOnlyList<string>> RequestUndo(
        IReadOnlyList<TaskTarget> subjects,
        OperationDefinition declared,
        string undoneRun,
        TimeSpan within,
        UnitOfWork work
    )
    {
        var asked = await work.List<string>(
            """
            insert into core.tasks (tenant_id, task_id, mode, run_id, kind, action, subject_id, other_id, input, secret, can_cancel, state, offered_at, deadline)
            select t.tenant_id, s.task_id, t.mode, @run, t.kind, 'undo', t.subject_id, t.other_id, t.input, s.secret, t.can_cancel, 'offered', now(), now() + @within
              from core.tasks t
              join unnest(@tasks, @subjects, @secrets) s(task_id, subject_id, secret) using (subject_id)
             where t.run_id = @undoneRun and t.action = 'execute' and t.state = 'done'
            returning subject_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                within,
                tasks = subjects.Select(subject => subject.TaskId).ToArray(),
                subjects = subjects.Select(subject => subject.Id).ToArray(),
                secrets = subjects.Select(subject => NewToken(subject.TaskId)).ToArray(),
            }
        );
        await Named([.. subjects.Where(subject => asked.Contains(subject.Id))], declared, work);
        return asked;
    }

    /// <summary>Cancels a run's tasks that can't have reached the application.</summary>
    /// <returns>Subjects of the cancelled tasks.</returns>
    public static Task<IReadOnlyList<string>> Withdraw(IReadOnlyList<string> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update core.tasks set state = 'cancelled', ended_at = clock_timestamp()
             where run_id = @undoneRun and subject_id = any(@subjects) and state = 'offered' and sent_at is null
            returning subject_id
            """,
            new { subjects, undoneRun }
        );

    /// <returns>Subjects of a run's tasks that the application has received and not answered.</returns>
    internal static Task<IReadOnlyList<string>> ListUnanswered(string runId, IReadOnlyList<string> subjects, UnitOfWork work) =>
        work.List<string>(
            "select subject_id from core.tasks where run_id = @runId and subject_id = any(@subjects) and sent_at is not null and ended_at is null",
            new { runId, subjects }
        );

    /// <returns>A run's open tasks, those of a tenant together.</returns>
    internal static Task<IReadOnlyList<OpenTask>> ListOpen(string runId, UnitOfWork reading) =>
        reading.List<OpenTask>(
            "select tenant_id, subject_id from core.tasks where run_id = @runId and ended_at is null order by tenant_id, subject_id",
            new { runId }
        );

    /// <summary>Requests cancellation of a run's tasks: the task monitor withdraws unsent ones and asks the application to cancel the others.</summary>
    /// <param name="open">The run's open tasks.</param>
    /// <returns>False when none can be cancelled.</returns>
    internal static async Task<bool> Stop(string runId, IReadOnlyList<OpenTask> open, UnitOfWork work)
    {
        var stopped = 0;
        foreach (var some in open.Chunk(500))
        {
            await work.SwitchTenants(some.Select(task => task.TenantId).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal));
            stopped += await work.Execute(
                """
                update core.tasks set cancel_at = now()
                 where run_id = @runId and subject_id = any(@subjects) and ended_at is null and cancel_at is null and (can_cancel or sent_at is null)
                """,
                new { runId, subjects = Array.ConvertAll(some, task => task.SubjectId) }
            );
        }
        if (stopped > 0)
            await work.MakeDue([TaskMonitor.Lane]);
        return stopped > 0;
    }

    /// <summary>Marks failed tasks as dismissed.</summary>
    /// <param name="tasks">Ids of tasks, each with its tenant.</param>
    public static Task Dismiss(IReadOnlyList<(string TaskId, string TenantId)> tasks, UnitOfWork work) =>
        work.Execute(
            "insert into core.tasks_seen (tenant_id, task_id, opened_by, opened_at) select s.tenant_id, s.task_id, @run, now() from unnest(@ids, @tenants) s(task_id, tenant_id)",
            new
            {
                run = work.RunId,
                ids = tasks.Select(task => task.TaskId).ToArray(),
                tenants = tasks.Select(task => task.TenantId).ToArray(),
            }
        );

    /// <returns>Tasks that are no longer dismissed.</returns>
    public static Task<IReadOnlyList<string>> RestoreDismissed(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work) =>
        Dismissed.CloseOpenedBy(ids, undoneRun, work);

    /// <summary>Decrypts the input and token of a task for the message to the application; they are not stored.</summary>
    internal TaskPayload Decrypt(EncryptedTask task) =>
        new(
            JsonSerializer.Deserialize<JsonElement>(box.Decrypt(InputKind, task.TenantId, task.Input)),
            Encoding.ASCII.GetString(box.Decrypt(TokenKind, task.TaskId, task.Secret))
        );

    internal bool IsToken(EncryptedTask task, string token) =>
        CryptographicOperations.FixedTimeEquals(box.Decrypt(TokenKind, task.TaskId, task.Secret), Encoding.UTF8.GetBytes(token));

    private static Task Named(IReadOnlyList<TaskTarget> subjects, OperationDefinition declared, UnitOfWork work) =>
        work.SetName([.. subjects.Select(subject => (subject.TaskId, subject.TenantId))], "task", declared.Title);

    internal byte[] EncryptInput(string tenantId, JsonElement input) => box.Encrypt(InputKind, tenantId, Encoding.UTF8.GetBytes(input.GetRawText()));

    internal static Problem WrongToken =>
        new(401, "not_the_tasks_token", "This is not the token of the task. Send the task's own token: Authorization: Bearer oct_…");

    internal byte[] NewToken(string taskId) =>
        box.Encrypt(TokenKind, taskId, Encoding.ASCII.GetBytes($"oct_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}"));

    /// <summary>A task that has not ended.</summary>
    internal sealed record OpenTask(string TenantId, string SubjectId);

    /// <summary>Encrypted data of a task.</summary>
    internal sealed record EncryptedTask(string TenantId, string TaskId, byte[] Input, byte[] Secret);
}

/// <summary>Terms of execution of a task.</summary>
/// <param name="Timeout">Time limit, after which the task counts as failed.</param>
public readonly record struct TaskOptions(bool CanCancel, TimeSpan Timeout);

/// <param name="Token">Token of the task, valid while it is open.</param>
internal sealed record TaskPayload(JsonElement Input, string Token);
