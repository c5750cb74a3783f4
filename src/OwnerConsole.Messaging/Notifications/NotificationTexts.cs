using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Texts of the notifications of a member, also of messages of the platform.</summary>
internal static class NotificationTexts
{
    public static readonly LinkedMemberRows Rows = new(
        "notifications.messages",
        "x.message_id in (select n.message_id from notifications.notifications n where n.tenant_id = @tenantId and n.member_id = any(@records))"
    );
}
