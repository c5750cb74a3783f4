using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class ChangeEndpointExample : Example
{
    public override string OperationName => "webhook_endpoint.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DemoEndpoint.Add(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("webhook_endpoint.change", run.Lines[0].SubjectId, new { events = new[] { "tenant.*" } });
        return true;
    }
}
