using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class ChangeEndpointExample : Example
{
    public override string Of => "webhook_endpoint.change";

    public override async Task<Given> Given(Stage stage) => new(await DemoEndpoint.Add(stage));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("webhook_endpoint.change", run.Lines[0].SubjectId, new { events = new[] { "tenant.*" } });
        return true;
    }
}
