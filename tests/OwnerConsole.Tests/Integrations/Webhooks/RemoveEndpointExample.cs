using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class RemoveEndpointExample : Example
{
    public override string OperationName => "webhook_endpoint.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DemoEndpoint.Add(stage));
}
