using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Gives the application tasks, in the run that decides it, and takes back those it hasn't got yet.</summary>
public sealed class Tasks(SecretBox box)
{
    /// <summary>The event that hands a task over; only the endpoint that carries out tasks is told.</summary>
    public const string Offered = "task.offered";

    /// <summary>The event that asks the application to stop.</summary>
    public const string Cancelled = "task.cancelled";

    private const string InputKind = "task-input",
        TokenKind = "task-token";

    /// <summary>What tasks and their previews hold for the application alone.</summary>
    public static readonly IReadOnlyList<SealedColumn> Secrets =
    [
        new("core.tasks", "input", InputKind, "task_id") { Owner = "tenant_id" },
        new("core.tasks", "secret", TokenKind, "task_id"),
        new("core.task_previews", "input", InputKind, "task_id") { Owner = "tenant_id" },
        new("core.task_previews", "secret", TokenKind, "task_id"),
    ];

    /// <summary>What is told in the run's own line, so that it leaves in the order of what was decided. What the task holds is put in when it is sent.</summary>
    public static Message Offer(string taskId) => Message.Event(Offered, new { task = new { id = taskId } });

    /// <summary>Asks the application to stop what it is at.</summary>
    public static Message Cancel(string taskId, string kind) => Message.Event(Cancelled, new { task = new { id = taskId, kind } });

    /// <param name="input">of each, sealed here under its tenant</param>
    public async Task Give(IReadOnlyList<AppliedTo> subjects, Declaration declared, Func<AppliedTo, JsonElement> input, TaskTerms terms, Work work)
    {
        await work.Do(
            """
            insert into core.tasks (tenant_id, task_id, population, run_id, kind, mode, subject_id, other_id, input, secret, can_cancel, state, offered_at, deadline)
            select s.tenant_id, s.task_id, s.population, @run, @kind, 'execute', s.subject_id, s.other_id, s.input, s.secret, @CanCancel, 'offered', now(), now() + @Within
              from unnest(@tenants, @tasks, @populations, @subjects, @others, @inputs, @secrets) s(tenant_id, task_id, population, subject_id, other_id, input, secret)
            """,
            new
            {
                run = work.RunId,
                kind = declared.Name,
                terms.CanCancel,
                terms.Within,
                tenants = subjects.Select(subject => subject.TenantId).ToArray(),
                tasks = subjects.Select(subject => subject.TaskId).ToArray(),
                populations = subjects.Select(subject => subject.Population.ToText()).ToArray(),
                subjects = subjects.Select(subject => subject.Id).ToArray(),
                others = subjects.Select(subject => subject.Other?.Id).ToArray(),
                inputs = subjects.Select(subject => SealInput(subject.TenantId, input(subject))).ToArray(),
                secrets = subjects.Select(subject => NewToken(subject.TaskId)).ToArray(),
            }
        );
        await Named(subjects, declared, work);
    }

    /// <summary>Asks the application to take back what a run's tasks have done.</summary>
    /// <returns>the subjects it is asked about</returns>
    public async Task<IReadOnlyList<string>> TakeBack(IReadOnlyList<AppliedTo> subjects, Declaration declared, string undoneRun, TimeSpan within, Work work)
    {
        var asked = await work.List<string>(
            """
            insert into core.tasks (tenant_id, task_id, population, run_id, kind, mode, subject_id, other_id, input, secret, can_cancel, state, offered_at, deadline)
            select t.tenant_id, s.task_id, t.population, @run, t.kind, 'undo', t.subject_id, t.other_id, t.input, s.secret, t.can_cancel, 'offered', now(), now() + @within
              from core.tasks t
              join unnest(@tasks, @subjects, @secrets) s(task_id, subject_id, secret) using (subject_id)
             where t.run_id = @undoneRun and t.mode = 'execute' and t.state = 'done'
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

    /// <summary>Takes away a run's tasks that can't have reached the application.</summary>
    /// <returns>their subjects</returns>
    public static Task<IReadOnlyList<string>> Withdraw(IReadOnlyList<string> subjects, string undoneRun, Work work) =>
        work.List<string>(
            """
            update core.tasks set state = 'cancelled', ended_at = clock_timestamp()
             where run_id = @undoneRun and subject_id = any(@subjects) and state = 'offered' and sent_at is null
            returning subject_id
            """,
            new { subjects, undoneRun }
        );

    /// <summary>Whom a run's open tasks are about.</summary>
    internal static Task<IReadOnlyList<string>> Tenants(string runId, Work reading) =>
        reading.List<string>("select distinct tenant_id from core.tasks where run_id = @runId and ended_at is null", new { runId });

    /// <summary>Asks for a run's tasks to be stopped that can be: the keeper takes away what was not sent, and asks the application about the rest.</summary>
    /// <returns>false when none can be</returns>
    internal static async Task<bool> Stop(string runId, IReadOnlyList<string> tenants, Work work)
    {
        var stopped = 0;
        foreach (var some in tenants.Chunk(500))
        {
            await work.Turn([.. some, IdSource.Platform]);
            stopped += await work.Do(
                """
                update core.tasks set cancel_at = now()
                 where run_id = @runId and ended_at is null and cancel_at is null and (can_cancel or sent_at is null)
                """,
                new { runId }
            );
        }
        if (stopped > 0)
            await work.Hurry([TaskKeeper.Lane]);
        return stopped > 0;
    }

    /// <summary>Somebody has taken note of how they ended.</summary>
    /// <param name="tasks">each with its tenant</param>
    public static Task See(IReadOnlyList<(string TaskId, string TenantId)> tasks, Work work) =>
        work.Do(
            "insert into core.tasks_seen (tenant_id, task_id, opened_by, opened_at) select s.tenant_id, s.task_id, @run, now() from unnest(@ids, @tenants) s(task_id, tenant_id)",
            new
            {
                run = work.RunId,
                ids = tasks.Select(task => task.TaskId).ToArray(),
                tenants = tasks.Select(task => task.TenantId).ToArray(),
            }
        );

    /// <returns>those that nobody has taken note of any more</returns>
    public static Task<IReadOnlyList<string>> Unsee(IReadOnlyList<string> ids, string undoneRun, Work work) =>
        work.List<string>(
            "update core.tasks_seen set closed_by = @run where task_id = any(@ids) and opened_by = @undoneRun and closed_by is null returning task_id",
            new
            {
                run = work.RunId,
                ids,
                undoneRun,
            }
        );

    /// <summary>What the application needs to carry it out: put into the message when it is sent, and kept nowhere.</summary>
    internal TaskOffer Open(Sealed task) =>
        new(
            JsonSerializer.Deserialize<JsonElement>(box.Open(InputKind, task.TenantId, task.Input)),
            Encoding.ASCII.GetString(box.Open(TokenKind, task.TaskId, task.Secret))
        );

    internal bool IsToken(Sealed task, string token) =>
        CryptographicOperations.FixedTimeEquals(box.Open(TokenKind, task.TaskId, task.Secret), Encoding.UTF8.GetBytes(token));

    private static Task Named(IReadOnlyList<AppliedTo> subjects, Declaration declared, Work work) =>
        work.Name([.. subjects.Select(subject => (subject.TaskId, subject.TenantId))], "task", declared.Title);

    internal byte[] SealInput(string tenantId, JsonElement input) => box.Seal(InputKind, tenantId, Encoding.UTF8.GetBytes(input.GetRawText()));

    internal static Problem NotItsToken => new(401, "not_the_tasks_token", "Send the task's own token: Authorization: Bearer oct_…");

    internal byte[] NewToken(string taskId) =>
        box.Seal(TokenKind, taskId, Encoding.ASCII.GetBytes($"oct_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}"));

    /// <summary>What of a task is not to be read.</summary>
    internal sealed record Sealed(string TenantId, string TaskId, byte[] Input, byte[] Secret);
}

/// <summary>How a task is to be carried out.</summary>
/// <param name="Within">until it counts as failed</param>
public readonly record struct TaskTerms(bool CanCancel, TimeSpan Within);

/// <param name="Token">its own, for as long as it is underway</param>
internal sealed record TaskOffer(JsonElement Input, string Token);
