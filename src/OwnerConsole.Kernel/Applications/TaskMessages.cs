using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the application is sent of a task: the event of the log with everything it needs, put in at the moment of sending.</summary>
public sealed class TaskMessages(Tasks tasks, Database database)
{
    /// <summary>From here on the task may have reached the application, whatever comes of the attempt.</summary>
    /// <param name="told">the event's body: type, timestamp, and in data the task's id</param>
    /// <returns>the body to send; null when there is nothing left to do</returns>
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

    /// <summary>The application has answered that it takes the task on.</summary>
    public static Task Taken(string tenantId, string told, Work work) => TaskAnswers.Heard(tenantId, IdOf(JsonNode.Parse(told)!.AsObject()), work);

    /// <summary>A task as the application reads it.</summary>
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

/// <summary>A task as the application is handed it.</summary>
/// <param name="Run">that gave it</param>
/// <param name="Offer">how often it was handed over, this time included</param>
/// <param name="Token">its own: what reports on it is sent with it</param>
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
    /// <param name="Type"><c>tenant</c>, <c>member</c>, or one of the application's own subject types</param>
    /// <param name="ExternalId">the application's own id of it</param>
    public sealed record About(string Type, string Id, string? ExternalId);

    /// <param name="ExternalId">the application's own id of it</param>
    public sealed record Owner(string Id, string ExternalId);
}
