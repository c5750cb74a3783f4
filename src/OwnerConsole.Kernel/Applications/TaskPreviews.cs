using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Requests previews from the application and waits a few seconds for the answers. Only the requests and answers are stored.</summary>
public sealed class TaskPreviews(Database database, ApplicationTasks tasks, IdGenerator ids, NotificationListener notices, IEnumerable<TaskSender> couriers)
{
    /// <summary>Maximum number of subjects per preview that the application is asked about; further subjects are not sent.</summary>
    public const int MaxSubjects = 20;

    /// <summary>Time limit, short because a person is waiting.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const string Channel = "task_previews";

    /// <summary>Codes with which the application reports that it can't preview, which is not a refusal.</summary>
    private static readonly string[] s_noAnswerCodes = ["application_error", "not_handled"];

    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(500);

    /// <returns>Answers in the order of the requests.</returns>
    internal async Task<IReadOnlyList<TaskPreviewResult>> Ask(string previewId, IReadOnlyList<PreviewTask> asked, CancellationToken stop)
    {
        if (await CreateTasks(previewId, asked, stop) is not { } given)
            return [.. asked.Select(previewTask => new TaskPreviewResult(previewTask.SubjectId, TaskState.Expired, "stopped", null))];
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Timeout);
        var sent = given.Select(previewTaskKey => Send(previewTaskKey, late.Token)).ToList();
        while (true)
        {
            var heard = notices.Next(Channel);
            var open = await Open(previewId, stop);
            var isDone = given.Zip(sent).All(pair => !open.Contains(pair.First.TaskId) || pair.Second is { IsCompleted: true, Result: false });
            if (isDone || late.IsCancellationRequested)
                break;
            await NotificationListener.Wait(heard, s_pollInterval, stop);
        }
        await late.CancelAsync();
        await Task.WhenAll(sent);
        return await Close(previewId, given, stop);
    }

    /// <summary>Answers of the application to an earlier preview.</summary>
    internal static Task<IReadOnlyList<TaskPreviewResult>> FindResults(string previewId, UnitOfWork work) =>
        work.List<TaskPreviewResult>(
            "select subject_id, case state when 'offered' then 'expired' else state end as state, code, report::text as report_json from core.task_previews where preview_id = @previewId order by task_id",
            new { previewId }
        );

    /// <summary>Returns requests that were not sent yet, for an application that polls for its tasks.</summary>
    internal async Task<IReadOnlyList<JsonNode>> Claim(Caller caller, Mode mode, int most, CancellationToken stop)
    {
        var waiting = await ListPending(caller, mode, most, stop);
        if (waiting.Count == 0)
            return [];
        await using var work = await Write([.. waiting.Select(previewTaskKey => previewTaskKey.TenantId).Distinct(StringComparer.Ordinal)], stop);
        var mine = await work.List<PreviewTaskKey>(
            "update core.task_previews set sent_at = now() where task_id = any(@ids) and sent_at is null and state = 'offered' returning tenant_id, task_id",
            new { ids = waiting.Select(previewTaskKey => previewTaskKey.TaskId).ToArray() }
        );
        var handed = new List<JsonNode>();
        foreach (var one in mine)
            handed.Add(JsonSerializer.SerializeToNode(await View(one, work), Json.Options)!);
        await work.Commit();
        return handed;
    }

    /// <summary>Stores an answer, authenticated by the task's own token. Only the first answer counts.</summary>
    /// <param name="result">Null when the task would be refused.</param>
    /// <returns>Null when the task does not belong to a preview.</returns>
    /// <exception cref="Problem">401 for a wrong token; 409 when the answer is too late; 400 when it can't be displayed.</exception>
    public async Task<PreviewTaskStatus?> Answer(string taskId, string? token, string? code, string? note, JsonElement? result, CancellationToken stop)
    {
        if (await Find(taskId, token, stop) is not { } found)
            return null;
        var isUnable = code is not null && s_noAnswerCodes.Contains(code, StringComparer.Ordinal);
        return await TransientErrors.Retry(
            async () =>
            {
                await using var work = await Write([found.TenantId], stop);
                await work.Execute(
                    """
                    update core.task_previews set state = @state, code = @code, report = @report, input = ''
                     where tenant_id = @TenantId and task_id = @taskId and state = 'offered' and deadline > now()
                    """,
                    new
                    {
                        state = isUnable ? TaskState.Expired
                        : code is null ? TaskState.Done
                        : TaskState.Failed,
                        code,
                        report = Json.Element(TaskPreviewReport.Read(note, result)),
                        found.TenantId,
                        taskId,
                    }
                );
                var now = await State(found.TenantId, taskId, work);
                if (now.State is TaskState.Offered || (now.State is TaskState.Expired && !isUnable))
                    throw new Problem(409, "task_over", "The answer came too late: the preview was already shown without it.");
                work.Notify(Channel);
                await work.Commit();
                return now;
            },
            stop
        );
    }

    /// <summary>Checks the token. Heartbeats of previews change nothing, because only the answer matters.</summary>
    /// <inheritdoc cref="Answer"/>
    public async Task<PreviewTaskStatus?> FindAnswer(string taskId, string? token, CancellationToken stop)
    {
        if (await Find(taskId, token, stop) is not { } found)
            return null;
        await using var reading = await database.Read(stop);
        return await State(found.TenantId, taskId, reading);
    }

    /// <summary>Deletes previews that can no longer be shown. A preview with a pending approval is kept for a day.</summary>
    internal async Task DeleteExpired(CancellationToken stop)
    {
        const string Old = "deadline < now() - interval '2 days'";
        await using var reading = await database.Read(stop);
        var tenants = await reading.List<string>($"select distinct tenant_id from core.task_previews where {Old} limit 100");
        if (tenants.Count == 0)
            return;
        await using var work = await Write([.. tenants], stop);
        await work.Execute($"delete from core.task_previews where {Old}");
        await work.Commit();
    }

    private async Task<IReadOnlyList<PreviewTaskKey>> ListPending(Caller caller, Mode mode, int most, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<PreviewTaskKey>(
            """
            select tenant_id, task_id from core.task_previews
             where state = 'offered' and sent_at is null and deadline > now() and mode = @mode and (@OnlyTenant::text is null or tenant_id = @OnlyTenant)
             order by deadline, task_id limit @most
            """,
            new
            {
                mode,
                caller.OnlyTenant,
                most,
            }
        );
    }

    private async Task<IReadOnlyList<PreviewTaskKey>?> CreateTasks(string previewId, IReadOnlyList<PreviewTask> asked, CancellationToken stop)
    {
        PreviewTaskKey[] given = [.. asked.Select(previewTask => new PreviewTaskKey(previewTask.TenantId, ids.New("tsk")))];
        await using var work = await Write([.. asked.Select(previewTask => previewTask.TenantId).Distinct(StringComparer.Ordinal)], stop);
        if (await EmergencyStop.IsSet(work))
            return null;
        await work.Execute(
            """
            insert into core.task_previews (tenant_id, task_id, preview_id, mode, kind, subject_id, input, secret, state, sent_at, deadline)
            select s.tenant_id, s.task_id, @previewId, s.mode, s.kind, s.subject_id, s.input, s.secret, 'offered', null, now() + @Within
              from unnest(@tenants, @tasks, @modes, @kinds, @subjects, @inputs, @secrets) s(tenant_id, task_id, mode, kind, subject_id, input, secret)
            """,
            new
            {
                previewId,
                Within = Timeout,
                tenants = asked.Select(previewTask => previewTask.TenantId).ToArray(),
                tasks = given.Select(previewTaskKey => previewTaskKey.TaskId).ToArray(),
                modes = asked.Select(previewTask => previewTask.Mode.ToText()).ToArray(),
                kinds = asked.Select(previewTask => previewTask.Kind).ToArray(),
                subjects = asked.Select(previewTask => previewTask.SubjectId).ToArray(),
                inputs = asked.Select(previewTask => tasks.EncryptInput(previewTask.TenantId, previewTask.Input)).ToArray(),
                secrets = given.Select(previewTaskKey => tasks.NewToken(previewTaskKey.TaskId)).ToArray(),
            }
        );
        await work.Commit();
        return given;
    }

    /// <returns>False when the application did not accept it.</returns>
    private async Task<bool> Send(PreviewTaskKey one, CancellationToken late)
    {
        try
        {
            string body;
            await using (var reading = await database.Read(late))
            {
                var view = await View(one, reading);
                body = Json.Text(
                    new
                    {
                        Type = ApplicationTasks.OfferedEvent,
                        Timestamp = (await reading.One<DateTimeOffset>("select now()")).UtcDateTime,
                        Data = new { view.Tenant, Task = view },
                    }
                );
            }
            var isTaken = true;
            foreach (var take in couriers)
                isTaken = await take(one.TenantId, one.TaskId, body, late);
            return isTaken;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<TaskView> View(PreviewTaskKey one, UnitOfWork work)
    {
        var row = (
            await work.One<Row>(
                $"""
                select p.kind, p.subject_id, p.preview_id, p.deadline, n.external_id as tenant, {TaskSubjectTypes.Columns}, p.input, p.secret
                  from core.task_previews p
                  join core.tenants n using (tenant_id)
                  {TaskSubjectTypes.Joined("p")}
                 where p.tenant_id = @TenantId and p.task_id = @TaskId
                """,
                one
            )
        )!; // the row was just written, and tenants are never deleted
        var offer = tasks.Decrypt(new(one.TenantId, one.TaskId, row.Input, row.Secret));
        return new(
            one.TaskId,
            row.Kind,
            TaskAction.Preview,
            new(row.SubjectType, row.SubjectId, row.SubjectExternalId),
            new(one.TenantId, row.Tenant),
            offer.Input,
            row.PreviewId,
            1,
            row.Deadline,
            offer.Token
        );
    }

    private async Task<IReadOnlyList<string>> Open(string previewId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>("select task_id from core.task_previews where preview_id = @previewId and state = 'offered'", new { previewId });
    }

    /// <summary>Expires open requests. Later answers are rejected, because an approval is bound to the preview as it was shown.</summary>
    private async Task<IReadOnlyList<TaskPreviewResult>> Close(string previewId, IReadOnlyList<PreviewTaskKey> given, CancellationToken stop)
    {
        await using var work = await Write([.. given.Select(previewTaskKey => previewTaskKey.TenantId).Distinct(StringComparer.Ordinal)], stop);
        await work.Execute(
            "update core.task_previews set state = 'expired', input = '' where preview_id = @previewId and state = 'offered'",
            new { previewId }
        );
        var all = await FindResults(previewId, work);
        await work.Commit();
        return all;
    }

    private async Task<PreviewTaskKey?> Find(string taskId, string? token, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var found = await reading.One<ApplicationTasks.EncryptedTask>(
            "select tenant_id, task_id, input, secret from core.task_previews where task_id = @taskId",
            new { taskId }
        );
        if (found is null)
            return null;
        if (token is null || !tasks.IsToken(found, token))
            throw ApplicationTasks.WrongToken;
        return new(found.TenantId, taskId);
    }

    private static async Task<PreviewTaskStatus> State(string tenantId, string taskId, UnitOfWork work) =>
        (
            await work.One<PreviewTaskStatus>(
                "select task_id, state, deadline from core.task_previews where tenant_id = @tenantId and task_id = @taskId",
                new { tenantId, taskId }
            )
        )!; // deleted only long after the deadline

    private Task<UnitOfWork> Write(string[] tenants, CancellationToken stop) => database.Write(WriteOrigin.Intake("task.preview"), tenants, stop);

    private sealed record PreviewTaskKey(string TenantId, string TaskId);

    private sealed record Row(
        string Kind,
        string SubjectId,
        string PreviewId,
        DateTimeOffset Deadline,
        string Tenant,
        string SubjectType,
        string SubjectExternalId,
        byte[] Input,
        byte[] Secret
    );
}

/// <summary>State of a preview request.</summary>
public sealed record PreviewTaskStatus(string TaskId, TaskState State, DateTimeOffset Deadline);
