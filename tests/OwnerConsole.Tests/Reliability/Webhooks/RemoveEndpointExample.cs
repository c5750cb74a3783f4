using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class RemoveEndpointExample : Example
{
    public override string Of => "webhook_endpoint.remove";

    public override async Task<Given> Given(Stage stage) => new(await DemoEndpoint.Add(stage));
}
