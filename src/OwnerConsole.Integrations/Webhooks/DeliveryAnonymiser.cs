using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Removes the titles of notifications from stored webhook events, the only text in them that people write.</summary>
public static class DeliveryAnonymiser
{
    private const string WithoutTitle = """
        update webhooks.deliveries d set body = (d.body::jsonb #- '{data,title}')::text
         where d.tenant_id = @tenant and d.event like 'notification.%' and d.body::jsonb #> '{data,title}' is not null
        """;

    public static readonly Anonymiser.SpecialRule Rule = new(
        ["webhooks.deliveries.body"],
        WithoutTitle,
        $$"""
        {{WithoutTitle}} and (d.body::jsonb #>> '{data,member,id}' = @member
                           or d.body::jsonb #>> '{data,message}' in (select automations.messages_about(@tenant, @member)))
        """
    );
}
