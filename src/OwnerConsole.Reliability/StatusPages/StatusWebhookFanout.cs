using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Queues a request to each webhook whose subscriber sees what happened and has chosen a component that it is about.</summary>
internal sealed class StatusWebhookFanout(Database database, StatusSnapshots snapshots, StatusRecipients recipients) : IWorkHandler
{
    public const string Kind = "status_webhook.queue";

    /// <summary>Updates of notices wait until they can't be undone without webhooks, so changes of components have another lane.</summary>
    public const string NoticeLane = "status_hooks:notices",
        ComponentLane = "status_hooks:components";

    /// <summary>Requests that are sent at once. Slow receivers delay only the others.</summary>
    private const int Concurrency = 8;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    public string Name => Kind;

    public string Title => "Queue status page webhooks";

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var happened = Json.Read<StatusWebhookEvent>(item.Body);
        if (await snapshots.FindComplete(stop) is not { } page)
            return WorkOutcome.Completed;
        if (happened.NoticeId is not null && page.ReadAt < happened.At)
            return WorkOutcome.Reschedule(s_pause); // until the page with the update is read
        if (FindComponents(page, happened) is not { } components)
            return WorkOutcome.Completed;
        var selected = await recipients.Select(await ListReceivers(components, stop), components, page.Limits ?? [], stop);
        if (selected.Count > 0)
            await Queue(selected, happened, stop);
        return WorkOutcome.Completed;
    }

    /// <returns>IDs of the components that it is about, empty if it concerns everyone; null if the notice or its update was undone.</returns>
    internal static IReadOnlyList<string>? FindComponents(StatusSnapshot page, StatusWebhookEvent happened) =>
        happened.ComponentId is { } component ? [component] : page.Notices.FirstOrDefault(happened.IsUpdateOf)?.Components;

    private async Task<IReadOnlyList<StatusReceiver>> ListReceivers(IReadOnlyList<string> components, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Subscriber.ListWebhooks(components, work);
    }

    private async Task Queue(IReadOnlyList<StatusReceiver> receivers, StatusWebhookEvent happened, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await work.SetConcurrency([(StatusWebhookSender.Lane, Concurrency)]);
        await work.Enqueue(
            StatusWebhookSender.Lane,
            StatusWebhookSender.Kind,
            [.. receivers.Select(receiver => Json.Element(new StatusWebhookJob(receiver.Id, happened)))]
        );
        work.WakeWorkers();
        await work.Commit();
    }
}

/// <summary>One request to one webhook.</summary>
/// <param name="Subscriber">ID of the subscriber.</param>
internal sealed record StatusWebhookJob(string Subscriber, StatusWebhookEvent Event);
