using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A notification whose link was opened, with the alerts that it is about.</summary>
/// <param name="Id">Id of the notification.</param>
/// <param name="Recipient">Name of the channel or the team member that it was sent to.</param>
/// <param name="Alerts">Its alerts, the most urgent first.</param>
public sealed record LinkedNotification(string Id, string Recipient, IReadOnlyList<AlertView> Alerts)
{
    /// <summary>Ids of the alerts that can be acknowledged.</summary>
    internal IReadOnlyList<string> Open => [.. Alerts.Where(IsOpen).Select(alert => alert.Id)];

    /// <summary>Whether alerts are firing and all of them are acknowledged.</summary>
    internal bool IsAcknowledged => Open.Count == 0 && Alerts.Any(alert => alert.Phase is AlertPhase.Firing);

    private static bool IsOpen(AlertView alert) => alert.Phase is AlertPhase.Firing && !alert.IsAcknowledged;

    /// <param name="work">Can read the team, which needs a transaction that names the platform.</param>
    /// <returns>Null if the notification was deleted, the channel was removed, or its recipient can't acknowledge alerts any more.</returns>
    internal static async Task<LinkedNotification?> Find(string id, IEnumerable<IChannelPoster> posters, UnitOfWork work)
    {
        var row = await work.One<Row>(
            """
            select n.destination, coalesce(e.name, n.destination) as recipient, coalesce(n.alert_ids, '{}') as alert_ids
              from alerts.notifications n left join core.entity_names e on e.id = n.destination
             where n.tenant_id = 'tnt_platform' and n.notification_id = @id
            """,
            new { id }
        );
        if (row is null || !await IsEntitled(row.Destination, posters, work))
            return null;
        var alerts = await AlertRow.List(row.AlertIds, work);
        return new(id, row.Recipient, [.. alerts.OrderByDescending(alert => alert.Severity).Select(AlertView.Of)]);
    }

    private static async Task<bool> IsEntitled(string destination, IEnumerable<IChannelPoster> posters, UnitOfWork work)
    {
        foreach (var poster in posters) // at most one
            if ((await poster.List(work)).Any(channel => channel.IsChat && channel.Id == destination))
                return true;
        return (await CallerLookup.ListWhoCan(AcknowledgeAlert.Name, work)).Contains(destination);
    }

    private sealed record Row(string Destination, string Recipient, IReadOnlyList<string> AlertIds);
}
