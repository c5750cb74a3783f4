using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class ConfigureEndpointExample : Example
{
    public override string OperationName => "webhook_endpoint.configure";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DemoEndpoint.Add(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("webhook_endpoint.configure", run.Lines[0].SubjectId, new { max_in_flight = 9 });
        return true;
    }
}
