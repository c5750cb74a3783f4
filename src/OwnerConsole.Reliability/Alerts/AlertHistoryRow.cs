using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A notification in the history of an alert.</summary>
/// <param name="Kind">escalation or acknowledgement; null for news. Their reason is repeat.</param>
/// <param name="Destination">Channel or team member.</param>
/// <param name="DestinationName">Name of the channel or the team member; null if it has none.</param>
/// <param name="State">Result of the delivery; unknown once the email log has deleted the email.</param>
/// <param name="Error">Why no one received it, such as that email is not set up; null otherwise.</param>
public sealed record AlertHistoryRow(
    string Id,
    string Title,
    NotificationReason Reason,
    AlertNotificationKind? Kind,
    string Destination,
    string? DestinationName,
    string State,
    string? Error,
    DateTimeOffset CreatedAt
)
{
    /// <returns>Notifications about an alert, newest first.</returns>
    internal static Task<IReadOnlyList<AlertHistoryRow>> List(string alertId, int limit, UnitOfWork work) =>
        work.List<AlertHistoryRow>(
            """
            select n.notification_id as id, n.title, n.reason, n.kind, n.destination, e.name as destination_name,
                   case when n.reference not like 'eml\_%' then n.state when m.state = 'not_sent' then 'failed' else coalesce(m.state, 'unknown') end as state,
                   coalesce(n.error, m.reason) as error, n.created_at
              from alerts.notifications n
              left join core.entity_names e on e.id = n.destination
              left join core.emails m on m.tenant_id = n.tenant_id and m.email_id = n.reference
             where n.tenant_id = 'tnt_platform' and n.alert_ids @> array[@alertId]
             order by n.created_at desc, n.notification_id desc
             limit @limit
            """,
            new { alertId, limit }
        );
}
