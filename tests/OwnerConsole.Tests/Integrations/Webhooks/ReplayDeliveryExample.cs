using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class ReplayDeliveryExample : Example
{
    public override string OperationName => "webhook_delivery.replay";

    // A failed delivery to a test-mode endpoint, so nothing is sent.
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var delivery = stage.NewId("dlv");
        var tenant = await stage.Tenant();
        await stage.Force(
            """
            insert into webhooks.deliveries (tenant_id, delivery_id, endpoint_id, event_id, event, body, state, attempts, created_at, ended_at)
            values (@tenant, @delivery, @endpoint, @event, 'tenant.suspended', '{}', 'failed', 10, now(), now());
            insert into core.entity_names (id, kind, name, belongs_to) values (@delivery, 'delivery', 'tenant.suspended', @tenant)
            """,
            ("tenant", tenant),
            ("delivery", delivery),
            ("endpoint", await DemoEndpoint.Add(stage)),
            ("event", stage.NewId("evt"))
        );
        return new(delivery);
    }
}
