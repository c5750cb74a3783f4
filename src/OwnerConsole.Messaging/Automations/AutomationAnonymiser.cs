using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>
/// Empties the notifications of sequences about an anonymised member: their texts can show values of this member to other recipients. Emails store no text.
/// </summary>
internal static class AutomationAnonymiser
{
    private const string Empty = """
        update notifications.messages m set title = '', body = '', link = null, link_label = null
         where m.tenant_id = @tenant
           and m.message_id in (select a.reference
                                  from automations.enrollments e
                                  join automations.messages a on a.tenant_id = e.tenant_id and a.enrollment_id = e.enrollment_id and a.channel = 'in_app'
                                 where e.tenant_id = @tenant and e.member_id
        """;

    /// <summary>A sequence about a record that was merged since shows the values of the remaining member.</summary>
    public static readonly Anonymiser.SpecialRule Rule = new(
        [],
        $"{Empty} is not null)",
        $"""
        {Empty} = any(array(select @member
                            union all
                            select g.member_id from core.merges g where g.tenant_id = @tenant and g.into_id = @member and g.to_at is null)))
        """
    );
}
