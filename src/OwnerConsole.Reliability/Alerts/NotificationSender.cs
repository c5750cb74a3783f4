using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Queues a notification for each destination, and stores it in the history.</summary>
public sealed class NotificationSender(EmailOutbox emails, IEnumerable<IChannelPoster> posters, AlertLinks links, IdGenerator ids)
{
    /// <remarks>The spaces around the name of the secret keep its link optional: edited templates without it remain valid.</remarks>
    public static readonly EmailTemplate Template = new(
        "alert.notification",
        "Alert",
        new(
            "{{title}}",
            """
            <p><b>{{title}}</b></p>
            <ul>{{#each lines}}<li>{{this}}</li>{{/each}}</ul>
            {{#if platform.url}}{{#if secret}}<p><a href="{{platform.url}}/alert-links/{{ secret }}">Acknowledge</a></p>{{/if}}{{/if}}
            <p>Next step: {{#if platform.url}}<a href="{{platform.url}}/ops/alerts">Alerts</a>{{else}}Reliability, Alerts{{/if}}.</p>
            """,
            """
            {{title}}

            {{#each lines}}- {{this}}
            {{/each}}
            {{#if platform.url}}{{#if secret}}Acknowledge: {{platform.url}}/alert-links/{{ secret }}

            {{/if}}{{/if}}
            Next step: {{#if platform.url}}{{platform.url}}/ops/alerts{{else}}Reliability, Alerts{{/if}}
            """
        ),
        new
        {
            Title = "Critical: Website down",
            Lines = new[] { "Website is down. The connection was refused. (since 29 Nov, 12:03 UTC)" },
            Secret = "example",
        }
    );

    /// <param name="destinations">Destinations that exist.</param>
    /// <param name="channels">Channels that exist.</param>
    /// <param name="action">What it means for services that manage incidents; null for nothing, so that they receive nothing.</param>
    /// <returns>Channels on which an incident was opened.</returns>
    internal async Task<IReadOnlyList<string>> Send(
        AlertNotification notification,
        IReadOnlyList<AlertRoute> destinations,
        IReadOnlyList<PostChannel> channels,
        SignalAction? action,
        UnitOfWork work
    )
    {
        var opened = new List<string>();
        var canAcknowledge = notification.Firing.Any(alert => !alert.IsAcknowledged);
        var people = canAcknowledge && destinations.Any(route => !route.IsChannel) ? await CallerLookup.ListWhoCan(AcknowledgeAlert.Name, work) : [];
        foreach (var route in destinations) // a few
        {
            var channel = channels.FirstOrDefault(channel => channel.Id == route.Destination);
            if (channel is { TakesSignals: true } && action is null)
                continue;
            var id = ids.New("aln");
            var reference = route.IsChannel
                ? await posters
                    .First() // the destination exists
                    .Enqueue(AlertMessages.Source, route.Destination, AlertMessageFacts.Create(id, route, channel, notification, action), work)
                : await emails.Enqueue(
                    Template,
                    IdGenerator.Platform,
                    route.Destination,
                    new { notification.Title, notification.Lines },
                    work,
                    secret: people.Contains(route.Destination) ? links.CreateToken(id, work.Now) : null
                );
            await work.Execute(
                """
                insert into alerts.notifications
                  (tenant_id, notification_id, rule_id, reason, kind, severity, destination, reference, title, body, alert_ids, state, created_at)
                values ('tnt_platform', @id, @RuleId, @Reason, @Kind, @Severity, @Destination, @reference, @Title, @Body, @AlertIds, 'waiting', clock_timestamp())
                """,
                new
                {
                    id,
                    notification.RuleId,
                    notification.Reason,
                    notification.Kind,
                    notification.Severity,
                    route.Destination,
                    reference,
                    notification.Title,
                    notification.Body,
                    notification.AlertIds,
                }
            );
            if (channel is { TakesSignals: true } && action is SignalAction.Trigger)
                opened.Add(channel.Id);
        }
        return opened;
    }
}
