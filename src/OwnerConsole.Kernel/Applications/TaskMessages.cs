using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Messages that send tasks to the application. The task's data is added to the logged event when the message is sent.</summary>
public sealed class TaskMessages(ApplicationTasks tasks, Database database)
{
    /// <summary>Marks the task as sent: from here on it may have reached the application, even if the attempt fails.</summary>
    /// <param name="told">Body of the event: type, timestamp, and the task's id in data.</param>
    /// <returns>The body to send; null when the task has already ended.</returns>
    public async Task<string?> Fill(string tenantId, string told, CancellationToken stop)
    {
        var body = JsonNode.Parse(told)!.AsObject();
        var id = IdOf(body);
        await using var work = await database.Write(WriteOrigin.Intake("task.send"), [tenantId], stop);
        var isInProgress = await work.Execute(
            "update core.tasks set sent_at = coalesce(sent_at, now()) where tenant_id = @tenantId and task_id = @id and ended_at is null",
            new { tenantId, id }
        );
        var message = isInProgress == 1 ? await CreateView(tenantId, id, work) : null;
        await work.Commit();
        if (message is null)
            return null;
        body["data"]!["task"] = message;
        return body.ToJsonString();
    }

    /// <summary>Records that the application accepted the task.</summary>
    public static Task MarkAccepted(string tenantId, string told, UnitOfWork work) =>
        TaskCallbacks.RecordHeartbeat(tenantId, IdOf(JsonNode.Parse(told)!.AsObject()), work);

    /// <summary>The task as sent to the application.</summary>
    internal async Task<JsonNode?> CreateView(string tenantId, string id, UnitOfWork work)
    {
        var row = await work.One<Row>(
            $"""
            select t.kind, t.action, t.subject_id, t.run_id as run, t.offers, t.deadline, n.external_id as tenant, {TaskSubjectTypes.Columns}, t.input, t.secret
              from core.tasks t
              join core.tenants n using (tenant_id)
              {TaskSubjectTypes.Joined("t")}
             where t.tenant_id = @tenantId and t.task_id = @id
            """,
            new { tenantId, id }
        );
        if (row is null)
            return null;
        var offer = tasks.Decrypt(new(tenantId, id, row.Input, row.Secret));
        return JsonSerializer.SerializeToNode(
            new TaskView(
                id,
                row.Kind,
                row.Action,
                new(row.SubjectType, row.SubjectId, row.SubjectExternalId),
                new(tenantId, row.Tenant),
                offer.Input,
                row.Run,
                row.Offers,
                row.Deadline,
                offer.Token
            ),
            Json.Options
        );
    }

    private static string IdOf(JsonObject body) => body["data"]!["task"]!["id"]!.GetValue<string>();

    private sealed record Row(
        string Kind,
        TaskAction Action,
        string SubjectId,
        string Run,
        int Offers,
        DateTimeOffset Deadline,
        string Tenant,
        string SubjectType,
        string SubjectExternalId,
        byte[] Input,
        byte[] Secret
    );
}

/// <summary>A task as sent to the application.</summary>
/// <param name="Kind">Kind of task, such as tenant.export.</param>
/// <param name="Action">Whether to carry the task out, to preview it or to cancel it.</param>
/// <param name="Subject">Object to carry it out on.</param>
/// <param name="Tenant">Tenant of the object.</param>
/// <param name="Input">Input of the operation.</param>
/// <param name="Run">Run that created the task.</param>
/// <param name="Offer">Number of times the task was sent, including this time.</param>
/// <param name="Deadline">When the task expires without an answer.</param>
/// <param name="Token">The task's own token, which authenticates reports on it.</param>
public sealed record TaskView(
    string Id,
    string Kind,
    TaskAction Action,
    TaskView.SubjectInfo Subject,
    TaskView.TenantInfo Tenant,
    JsonElement Input,
    string Run,
    int Offer,
    DateTimeOffset Deadline,
    string Token
)
{
    /// <param name="Type"><c>tenant</c>, <c>member</c>, or one of the application's subject types.</param>
    /// <param name="ExternalId">The application's own id of the subject.</param>
    public sealed record SubjectInfo(string Type, string Id, string? ExternalId);

    /// <param name="ExternalId">The application's own id of the tenant.</param>
    public sealed record TenantInfo(string Id, string ExternalId);
}
