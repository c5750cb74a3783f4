using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A notification in the history of an alert.</summary>
/// <param name="Destination">Channel or team member.</param>
/// <param name="DestinationName">Name of the channel or the team member; null if it has none.</param>
/// <param name="State">Result of the delivery; unknown once the email log has deleted the email.</param>
public sealed record AlertHistoryRow(
    string Id,
    string Title,
    NotificationReason Reason,
    string Destination,
    string? DestinationName,
    string State,
    DateTimeOffset CreatedAt
)
{
    /// <summary>The end of an alert is reported at the next check of its group, at the latest this long after it.</summary>
    private static readonly TimeSpan s_lastReport = GroupTiming.Default.Interval + GroupTiming.Default.Wait + TimeSpan.FromMinutes(1);

    /// <param name="firedAt">When the alert fired.</param>
    /// <param name="resolvedAt">When it was resolved; null before.</param>
    /// <returns>Notifications about the alerts of its rule in that time, newest first.</returns>
    internal static Task<IReadOnlyList<AlertHistoryRow>> List(string ruleId, DateTimeOffset firedAt, DateTimeOffset? resolvedAt, int limit, UnitOfWork work) =>
        work.List<AlertHistoryRow>(
            """
            select n.notification_id as id, n.title, n.reason, n.destination, e.name as destination_name, 
                   case when n.reference like 'eml\_%' then coalesce(m.state, 'unknown') else n.state end as state, n.created_at
              from alerts.notifications n
              left join core.entity_names e on e.id = n.destination
              left join core.emails m on m.tenant_id = n.tenant_id and m.email_id = n.reference
             where n.tenant_id = 'tnt_platform' and n.rule_id = @ruleId and n.created_at >= @firedAt and (@until::timestamptz is null or n.created_at <= @until)
             order by n.created_at desc, n.notification_id desc
             limit @limit
            """,
            new
            {
                ruleId,
                firedAt,
                until = resolvedAt + s_lastReport,
                limit,
            }
        );
}
