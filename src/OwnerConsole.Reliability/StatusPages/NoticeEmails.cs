using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Emails to subscribers of the status page, and the start of their webhooks.</summary>
public sealed class NoticeEmails(EmailOutbox outbox, StatusRecipients recipients)
{
    /// <summary>Name of the notice among the values of an email.</summary>
    internal const string NoticeField = "notice_id";

    private const string ExampleAddress = "https://status.example.com";

    /// <summary>Emails that are stored by one statement.</summary>
    private const int BatchSize = 500;

    /// <summary>Asks whether an address wants to receive emails.</summary>
    public static readonly EmailTemplate Confirmation = new(
        "status_page.confirm",
        "Confirm status page subscription",
        new(
            "Confirm emails about {{page}}",
            """
            <p>Someone has requested emails about the status of {{page}} for this address.</p>
            <p>{{#if page_address}}<a href="{{page_address}}/status/confirm/{{secret}}">Confirm the subscription</a>{{else}}<a href="{{platform.url}}/status/confirm/{{secret}}">Confirm the subscription</a>{{/if}}</p>
            <p>The link expires after 24 hours. If you didn't request it, you can ignore this email. You receive nothing more.</p>
            """,
            """
            Someone has requested emails about the status of {{page}} for this address. To confirm it, open this link:

            {{#if page_address}}{{page_address}}{{else}}{{platform.url}}{{/if}}/status/confirm/{{secret}}

            The link expires after 24 hours. If you didn't request it, you can ignore this email. You receive nothing more.
            """
        ),
        new
        {
            Page = "Time Bot",
            PageAddress = ExampleAddress,
            Secret = "the-link-is-good-for-a-day",
        }
    );

    /// <summary>Asks the contact of a webhook whether it is to receive updates.</summary>
    public static readonly EmailTemplate WebhookConfirmation = new(
        "status_page.confirm_webhook",
        "Confirm status page webhook",
        new(
            "Confirm the webhook for {{page}}",
            """
            <p>Someone has requested webhooks about the status of {{page}} for a URL on {{host}}, with this address as its contact.</p>
            <p>{{#if page_address}}<a href="{{page_address}}/status/confirm/{{secret}}">Confirm the webhook</a>{{else}}<a href="{{platform.url}}/status/confirm/{{secret}}">Confirm the webhook</a>{{/if}}</p>
            <p>The link expires after 24 hours. If you didn't request it, you can ignore this email. Nothing is sent to the URL.</p>
            """,
            """
            Someone has requested webhooks about the status of {{page}} for a URL on {{host}}, with this address as its contact. To confirm it, open this link:

            {{#if page_address}}{{page_address}}{{else}}{{platform.url}}{{/if}}/status/confirm/{{secret}}

            The link expires after 24 hours. If you didn't request it, you can ignore this email. Nothing is sent to the URL.
            """
        ),
        new
        {
            Page = "Time Bot",
            PageAddress = ExampleAddress,
            Host = "hooks.example.com",
            Secret = "the-link-is-good-for-a-day",
        }
    );

    /// <summary>Notifies the contact of a webhook that it is disabled.</summary>
    public static readonly EmailTemplate WebhookDisabled = new(
        "status_page.webhook_disabled",
        "Status page webhook disabled",
        new(
            "The webhook for {{page}} is disabled",
            """
            <p>The URL on {{host}} no longer receives webhooks about the status of {{page}}. {{reason}}</p>
            <p>To enable it again, subscribe with the same URL and this email address on the same status page, and open the link in the next email.</p>
            <p>Otherwise the subscription is deleted after 30 days.</p>
            {{#if link}}<p>{{#if page_address}}<a href="{{page_address}}{{link}}">Open the status page</a>{{else}}<a href="{{platform.url}}{{link}}">Open the status page</a>{{/if}}</p>{{/if}}
            """,
            """
            The URL on {{host}} no longer receives webhooks about the status of {{page}}. {{reason}}

            To enable it again, subscribe with the same URL and this email address on the same status page, and open the link in the next email.

            Otherwise the subscription is deleted after 30 days.

            {{#if link}}{{#if page_address}}{{page_address}}{{else}}{{platform.url}}{{/if}}{{link}}{{/if}}
            """
        ),
        new
        {
            Page = "Time Bot",
            PageAddress = ExampleAddress,
            Host = "hooks.example.com",
            Reason = "The URL responded with 410 (Gone).",
            Link = StatusRoutes.Address,
        }
    );

    /// <summary>An update of a notice.</summary>
    public static readonly EmailTemplate Template = new(
        "status_page.notice",
        "Status page notice",
        new(
            "{{title}}: {{status}}",
            """
            <h1 dir="auto">{{title}}</h1>
            <p><b>{{status}}</b></p>
            {{#if period}}<p>Maintenance from {{period}}</p>{{/if}}
            <p dir="auto" style="white-space:pre-wrap">{{body}}</p>
            <p>{{#if page_address}}<a href="{{page_address}}/status">Open the status page</a>{{else}}<a href="{{platform.url}}/status">Open the status page</a>{{/if}}</p>
            """,
            """
            {{title}}
            {{status}}
            {{#if period}}Maintenance from {{period}}{{/if}}

            {{body}}

            {{#if page_address}}{{page_address}}{{else}}{{platform.url}}{{/if}}/status
            """
        ),
        new
        {
            Title = "Bookings fail",
            Status = "Investigating",
            Period = "12 Jan 2027, 02:00 UTC to 12 Jan 2027, 03:00 UTC",
            Body = "We are looking for the cause.",
            PageAddress = ExampleAddress,
        }
    );

    private static string Lane => EmailOutbox.LaneOf("status_page");

    private static string ConfirmationLane => EmailOutbox.LaneOf("status_confirm");

    /// <returns>Number of addresses that receive an email about a notice with these components.</returns>
    internal async Task<int> CountRecipients(IReadOnlyList<string> components, UnitOfWork work) => (await ListRecipients(components, work)).Count;

    /// <summary>Queues an email to each confirmed subscriber who sees the notice and has chosen one of its components, and its webhooks. They are sent after the delay in which the run can be undone without them.</summary>
    internal async Task Queue(StatusNotice notice, string updateId, NoticeStatus status, string body, UnitOfWork work)
    {
        var facts = Json.Element(
            new
            {
                NoticeId = notice.Id,
                notice.Title,
                Status = StatusWords.Of(status),
                Period = StatusWords.Period(notice.StartsAt, notice.EndsAt),
                Body = body,
                PageAddress = await AddressOf(work),
            }
        );
        var due = work.Now + OperationDefinition.SendDelay;
        foreach (var batch in (await ListRecipients(notice.Components, work)).Chunk(BatchSize))
            await outbox.EnqueueMany(Template, Lane, [.. batch.Select(id => new NewEmail(IdGenerator.Platform, id, facts, due))], work);
        if (await Subscriber.HaveWebhooks(work))
        {
            var happened = StatusWebhookEvent.OfNotice(notice.Id, updateId, work.Now);
            await work.Enqueue(StatusWebhookFanout.NoticeLane, StatusWebhookFanout.Kind, happened, due);
            work.WakeWorkers();
        }
    }

    /// <summary>An address that subscribed on several pages receives one email.</summary>
    private async Task<IReadOnlyList<string>> ListRecipients(IReadOnlyList<string> components, UnitOfWork work)
    {
        var selected = await recipients.Select(await Subscriber.ListEmails(components, work), components, await StatusLimit.List(work), work.Stop);
        return [.. selected.DistinctBy(receiver => receiver.Email, StringComparer.OrdinalIgnoreCase).Select(receiver => receiver.Id)];
    }

    /// <returns>Own address of the page, with which its links start; null for that of the console.</returns>
    private static async Task<string?> AddressOf(UnitOfWork work) => (await StatusPageSettings.Find(work)).Address;

    /// <summary>Queues the email with the link to confirm an address, in a lane of its own: many subscriptions at once must not delay emails to sign in.</summary>
    internal async Task Confirm(string subscriberId, string page, string token, UnitOfWork work) =>
        await outbox.Enqueue(
            Confirmation,
            IdGenerator.Platform,
            subscriberId,
            new { Page = page, PageAddress = await AddressOf(work) },
            work,
            secret: token,
            lane: ConfirmationLane
        );

    /// <summary>Queues the email with the link to confirm a webhook.</summary>
    /// <param name="host">Host of its URL.</param>
    internal async Task ConfirmWebhook(string subscriberId, string page, string host, string token, UnitOfWork work) =>
        await outbox.Enqueue(
            WebhookConfirmation,
            IdGenerator.Platform,
            subscriberId,
            new
            {
                Page = page,
                PageAddress = await AddressOf(work),
                Host = host,
            },
            work,
            secret: token,
            lane: ConfirmationLane
        );

    /// <summary>Queues the email about a webhook that is disabled.</summary>
    /// <param name="host">Host of its URL.</param>
    /// <param name="reason">Why it is disabled, as sentences.</param>
    /// <param name="isPublic">Whether it was requested on the public page, so that the email can link to it.</param>
    internal async Task NotifyDisabled(string subscriberId, string page, string host, string reason, bool isPublic, UnitOfWork work) =>
        await outbox.Enqueue(
            WebhookDisabled,
            IdGenerator.Platform,
            subscriberId,
            new
            {
                Page = page,
                PageAddress = await AddressOf(work),
                Host = host,
                Reason = reason,
                Link = isPublic ? StatusRoutes.Address : null,
            },
            work,
            lane: ConfirmationLane
        );

    /// <summary>Cancels the emails and webhooks of a run that have not been sent.</summary>
    internal static async Task Withdraw(string undoneRun, UnitOfWork work)
    {
        await EmailOutbox.Withdraw(undoneRun, work);
        await EmailOutbox.WithdrawItems([Lane, StatusWebhookFanout.NoticeLane], undoneRun, work);
    }
}
