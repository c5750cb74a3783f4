using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>
/// Empties the notifications of sequences about an anonymised member, and removes their titles from stored webhook events: their texts can show values of this
/// member to other recipients. Emails store no text.
/// </summary>
internal static class AutomationAnonymiser
{
    private const string Shown = """
        with shown as (
          select a.reference
            from automations.enrollments e
            join automations.messages a on a.tenant_id = e.tenant_id and a.enrollment_id = e.enrollment_id and a.channel = 'in_app' and a.reference is not null
           where e.tenant_id = @tenant and e.member_id
        """;

    private const string Emptied = """
        ), untitled as (
          update webhooks.deliveries d set body = (d.body::jsonb #- '{data,title}')::text
           where d.tenant_id = @tenant and d.event like 'notification.%' and d.body::jsonb #>> '{data,message}' in (select s.reference from shown s))
        update notifications.messages m set title = '', body = '', link = null, link_label = null
         where m.tenant_id = @tenant and m.message_id in (select s.reference from shown s)
        """;

    /// <summary>A sequence about a record that is merged, or was at the time, shows the values of the remaining member.</summary>
    public static readonly Anonymiser.SpecialRule Rule = new(
        [],
        $"{Shown} is not null{Emptied}",
        $"""
        {Shown} = any(array(select @member
                            union all
                            select g.member_id from core.merges g where g.tenant_id = @tenant and g.into_id = @member))
        {Emptied}
        """
    );
}
