using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class RotateSecretExample : Example
{
    public override string OperationName => "webhook_endpoint.rotate";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DemoEndpoint.Add(stage));
}
