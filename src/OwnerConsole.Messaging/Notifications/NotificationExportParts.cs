using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>In-app notifications of a tenant's members in an export. Withdrawn ones are left out, as in the inbox.</summary>
internal static class NotificationExportParts
{
    public static readonly ExportPart Notifications = new(
        "notifications",
        """
        select n.notification_id as id, n.member_id, e.external_id as member_external_id, m.topic, m.priority, m.title, m.body, m.link, m.link_label,
               n.opened_at as sent_at, m.corrected_at, n.read_at, n.clicked_at
          from notifications.notifications n
          join notifications.messages m on m.message_id = n.message_id and m.closed_by is null
          left join core.members e on e.tenant_id = n.tenant_id and e.member_id = n.member_id
         where n.tenant_id = @tenant and n.closed_by is null and n.notification_id > @after order by n.notification_id limit @most
        """
    );
}
