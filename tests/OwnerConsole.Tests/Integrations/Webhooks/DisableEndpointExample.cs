using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class DisableEndpointExample : Example
{
    public override string OperationName => "webhook_endpoint.disable";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DemoEndpoint.Add(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("webhook_endpoint.enable", run.Lines[0].SubjectId);
        return true;
    }
}
