using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class EnableEndpointExample : Example
{
    public override string OperationName => "webhook_endpoint.enable";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var endpoint = await DemoEndpoint.Add(stage);
        await stage.Run("webhook_endpoint.disable", endpoint);
        return new(endpoint);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("webhook_endpoint.disable", run.Lines[0].SubjectId);
        return true;
    }
}
