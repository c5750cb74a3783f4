using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class DisableEndpointExample : Example
{
    public override string Of => "webhook_endpoint.disable";

    public override async Task<Given> Given(Stage stage) => new(await DemoEndpoint.Add(stage));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("webhook_endpoint.enable", run.Lines[0].SubjectId);
        return true;
    }
}
