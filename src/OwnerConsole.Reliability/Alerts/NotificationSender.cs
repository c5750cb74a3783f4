using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Queues a notification for each destination, and stores it in the history.</summary>
public sealed class NotificationSender(EmailOutbox emails, IEnumerable<IChannelPoster> posters, IdGenerator ids)
{
    public static readonly EmailTemplate Template = new(
        "alert.notification",
        "Alert",
        new(
            "{{title}}",
            """
            <p><b>{{title}}</b></p>
            <ul>{{#each lines}}<li>{{this}}</li>{{/each}}</ul>
            <p>Next step: {{#if platform.url}}<a href="{{platform.url}}/ops/alerts">Alerts</a>{{else}}Reliability, Alerts{{/if}}.</p>
            """,
            """
            {{title}}

            {{#each lines}}- {{this}}
            {{/each}}
            Next step: {{#if platform.url}}{{platform.url}}/ops/alerts{{else}}Reliability, Alerts{{/if}}
            """
        ),
        Facts("Critical: Website down", ["Website is down. The connection was refused. (since 29 Nov, 12:03 UTC)"])
    );

    /// <param name="destinations">Destinations that exist.</param>
    internal async Task Send(AlertNotification notification, IReadOnlyList<AlertRoute> destinations, UnitOfWork work)
    {
        foreach (var route in destinations) // a few
        {
            var id = ids.New("aln");
            var reference = route.IsChannel
                ? await posters
                    .First() // the destination exists
                    .Enqueue(AlertMessages.Source, route.Destination, Json.Element(new { Notification = id, To = route.Phone }), work)
                : await emails.Enqueue(Template, IdGenerator.Platform, route.Destination, Facts(notification.Title, notification.Lines), work);
            await work.Execute(
                """
                insert into alerts.notifications (tenant_id, notification_id, rule_id, reason, severity, destination, reference, title, body, alert_ids, state, created_at)
                values ('tnt_platform', @id, @RuleId, @Reason, @Severity, @Destination, @reference, @Title, @Body, @AlertIds, 'waiting', clock_timestamp())
                """,
                new
                {
                    id,
                    notification.RuleId,
                    notification.Reason,
                    notification.Severity,
                    route.Destination,
                    reference,
                    notification.Title,
                    notification.Body,
                    notification.AlertIds,
                }
            );
        }
    }

    private static object Facts(string title, IReadOnlyList<string> lines) => new { title, lines };
}
