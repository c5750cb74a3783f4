using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class TestEndpointExample : Example
{
    public override string Of => "webhook_endpoint.test";

    public override async Task<Given> Given(Stage stage) => new(await DemoEndpoint.Add(stage));
}
