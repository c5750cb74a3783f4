using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Sends an event for each notification of a message that was corrected or withdrawn, in batches, because it can have very many recipients.</summary>
public sealed class NotificationAnnouncer(Database database, LogWriter logbook) : IWorkHandler
{
    internal const string Kind = "notifications.announce";

    private const int BatchSize = 500;

    public string Name => Kind;

    public string Title => "Send notification changes";

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var task = Json.Read<Announcement>(item.Body);
        var rows = await Next(task, stop);
        if (rows.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [.. rows.Select(row => row.TenantId).Distinct()], stop);
        logbook.Write([.. rows.Select(row => NotificationEvents.Line(task.Event, row))], work);
        if (rows.Count == BatchSize)
            await Enqueue(task with { After = rows[^1].NotificationId }, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    internal static Task Enqueue(string type, string messageId, UnitOfWork work) => Enqueue(new(type, messageId, ""), work);

    private static async Task Enqueue(Announcement task, UnitOfWork work)
    {
        await work.Enqueue($"notifications:{task.Message}", Kind, task);
        work.WakeWorkers();
    }

    private async Task<IReadOnlyList<NotificationRow>> Next(Announcement task, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<NotificationRow>(
            """
            select n.tenant_id, n.notification_id, n.member_id, n.message_id, m.topic, m.priority
              from notifications.notifications n join notifications.messages m using (message_id)
             where n.message_id = @Message and n.notification_id > @After and n.closed_by is null
             order by n.notification_id
             limit @BatchSize
            """,
            new
            {
                task.Message,
                task.After,
                BatchSize,
            }
        );
    }

    /// <param name="Event">Type of the event.</param>
    /// <param name="After">Last notification of the previous batch.</param>
    private sealed record Announcement(string Event, string Message, string After);
}
