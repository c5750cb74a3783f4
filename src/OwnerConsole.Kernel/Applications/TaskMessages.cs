using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Messages that send tasks to the application. The task's data is added to the logged event when the message is sent.</summary>
public sealed class TaskMessages(Tasks tasks, Database database)
{
    /// <summary>Marks the task as sent: from here on it may have reached the application, even if the attempt fails.</summary>
    /// <param name="told">Body of the event: type, timestamp, and the task's id in data.</param>
    /// <returns>The body to send; null when the task has already ended.</returns>
    public async Task<string?> Fill(string tenantId, string told, CancellationToken stop)
    {
        var body = JsonNode.Parse(told)!.AsObject();
        var id = IdOf(body);
        await using var work = await database.Write(Door.Intake("task.send"), [tenantId], stop);
        var isUnderway = await work.Do(
            "update core.tasks set sent_at = coalesce(sent_at, now()) where tenant_id = @tenantId and task_id = @id and ended_at is null",
            new { tenantId, id }
        );
        var message = isUnderway == 1 ? await Of(tenantId, id, work) : null;
        await work.Commit();
        if (message is null)
            return null;
        body["data"]!["task"] = message;
        return body.ToJsonString();
    }

    /// <summary>Records that the application accepted the task.</summary>
    public static Task Taken(string tenantId, string told, Work work) => TaskAnswers.Heard(tenantId, IdOf(JsonNode.Parse(told)!.AsObject()), work);

    /// <summary>The task as sent to the application.</summary>
    internal async Task<JsonNode?> Of(string tenantId, string id, Work work)
    {
        var row = await work.One<Row>(
            $"""
            select t.kind, t.mode, t.subject_id, t.run_id as run, t.offers, t.deadline, n.external_id as tenant, {TaskSubject.Columns}, t.input, t.secret
              from core.tasks t
              join core.tenants n using (tenant_id)
              {TaskSubject.Joined("t")}
             where t.tenant_id = @tenantId and t.task_id = @id
            """,
            new { tenantId, id }
        );
        if (row is null)
            return null;
        var offer = tasks.Open(new(tenantId, id, row.Input, row.Secret));
        return JsonSerializer.SerializeToNode(
            new TaskView(
                id,
                row.Kind,
                row.Mode,
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
        TaskMode Mode,
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
/// <param name="Run">Run that created the task.</param>
/// <param name="Offer">Number of times the task was sent, including this time.</param>
/// <param name="Token">The task's own token, which authenticates reports on it.</param>
public sealed record TaskView(
    string Id,
    string Kind,
    TaskMode Mode,
    TaskView.About Subject,
    TaskView.Owner Tenant,
    JsonElement Input,
    string Run,
    int Offer,
    DateTimeOffset Deadline,
    string Token
)
{
    /// <param name="Type"><c>tenant</c>, <c>member</c>, or one of the application's subject types.</param>
    /// <param name="ExternalId">The application's own id of the subject.</param>
    public sealed record About(string Type, string Id, string? ExternalId);

    /// <param name="ExternalId">The application's own id of the tenant.</param>
    public sealed record Owner(string Id, string ExternalId);
}
