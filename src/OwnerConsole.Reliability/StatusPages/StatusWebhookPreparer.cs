using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Signing;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Writes and signs the request to a webhook, with the current state of the page as its subscriber sees it.</summary>
internal sealed class StatusWebhookPreparer(Database database, StatusSnapshots snapshots, StatusAudience audience, SecretBox box, TimeProvider clock)
{
    /// <returns>Null if there is nothing to send: the subscription has ended or is disabled, or the subscriber doesn't see what happened any more or has chosen other components.</returns>
    public async Task<PreparedWebhook?> Prepare(StatusWebhookJob job, CancellationToken stop)
    {
        if (await Find(job.Subscriber, stop) is not { } row || await snapshots.FindComplete(stop) is not { } complete)
            return null;
        var page = await audience.FindPage(complete, row.ForTenant, stop);
        if (page is null || StatusWebhookFanout.FindComponents(page, job.Event) is not { } about)
            return null;
        if (!ComponentChoice.Includes(row.Components, about, [.. page.Components.Select(component => component.Id)]))
            return null;
        var now = clock.GetUtcNow();
        var token = Subscriber.ReadToken(row.Id, row.Token, box);
        if (StatusWebhookJson.Write(page, job.Event, $"{page.Origin}{SubscriberRoutes.UnsubscribeOf(token)}", now) is not { } written)
            return null;
        var target = Subscriber.ReadTarget(row.Id, row.Webhook, box);
        var body = Encoding.UTF8.GetBytes(Json.Text(written));
        return new(target.Url, job.Event.Id, now, body, StandardWebhook.Sign(target.Secret, job.Event.Id, now, body), page.Page.Name);
    }

    private async Task<TargetRow?> Find(string subscriber, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<TargetRow>(
            """
            select subscriber_id as id, for_tenant, token, webhook, components from status_pages.subscribers
             where tenant_id = 'tnt_platform' and subscriber_id = @subscriber and confirmed_at is not null and webhook is not null and disabled_at is null
            """,
            new { subscriber }
        );
    }

    private sealed record TargetRow(string Id, string? ForTenant, byte[] Token, byte[] Webhook, IReadOnlyList<string>? Components);
}

/// <summary>A request to a webhook.</summary>
/// <param name="Id">The same in all attempts.</param>
/// <param name="At">Time of the signature.</param>
/// <param name="Body">Exactly the bytes that were signed.</param>
/// <param name="PageName">Name of the status page.</param>
internal sealed record PreparedWebhook(string Url, string Id, DateTimeOffset At, byte[] Body, string Signature, string PageName);
