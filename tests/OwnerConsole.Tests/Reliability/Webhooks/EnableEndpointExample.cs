using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class EnableEndpointExample : Example
{
    public override string Of => "webhook_endpoint.enable";

    public override async Task<Given> Given(Stage stage)
    {
        var endpoint = await DemoEndpoint.Add(stage);
        await stage.Do("webhook_endpoint.disable", endpoint);
        return new(endpoint);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("webhook_endpoint.disable", run.Lines[0].SubjectId);
        return true;
    }
}
