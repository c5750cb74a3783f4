using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class RetryDeliveryExample : Example
{
    public override string OperationName => "webhook_delivery.retry";

    // The delivery failed once and waits for its next attempt. A lease holds the lane, so nothing is sent.
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var delivery = stage.NewId("dlv");
        var endpoint = await DemoEndpoint.Add(stage);
        await stage.Force(
            """
            insert into webhooks.deliveries (tenant_id, delivery_id, endpoint_id, event_id, event, body, state, attempts, created_at)
            values (@tenant, @delivery, @endpoint, @event, 'tenant.suspended', '{}', 'pending', 1, now());
            insert into core.entity_names (id, kind, name, belongs_to) values (@delivery, 'delivery', 'tenant.suspended', @tenant);
            insert into work.lanes (lane, due, leased_until) values (@lane, current_date + 2, now() + interval '1 hour');
            insert into work.items (lane, kind, body, due, attempts) values (@lane, 'webhook.deliver', jsonb_build_object('tenant_id', @tenant, 'delivery', @delivery), current_date + 2, 1)
            """,
            ("tenant", await stage.Tenant()),
            ("delivery", delivery),
            ("endpoint", endpoint),
            ("lane", $"hook:{endpoint}"),
            ("event", stage.NewId("evt"))
        );
        return new(delivery);
    }
}
