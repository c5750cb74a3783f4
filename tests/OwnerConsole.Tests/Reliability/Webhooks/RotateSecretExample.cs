using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class RotateSecretExample : Example
{
    public override string Of => "webhook_endpoint.rotate";

    public override async Task<Given> Given(Stage stage) => new(await DemoEndpoint.Add(stage));
}
