using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>
/// Empties the messages of an anonymised tenant, and those that only an anonymised member received or whose text is about this member. Messages of the platform
/// name no one.
/// </summary>
public static class NotificationAnonymiser
{
    private const string Empty = "update notifications.messages m set title = '', body = '', link = null, link_label = null where m.tenant_id = @tenant";

    public static readonly Anonymiser.SpecialRule Rule = new(
        ["notifications.messages.title", "notifications.messages.body", "notifications.messages.link", "notifications.messages.link_label"],
        Empty,
        $"""
        {Empty} and (exists (select from notifications.notifications n where n.message_id = m.message_id and n.member_id = @member)
            and not exists (select from notifications.notifications n where n.message_id = m.message_id and n.member_id <> @member)
             or m.message_id in (select automations.messages_about(@tenant, @member)))
        """
    );
}
