using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class ConfigureEndpointExample : Example
{
    public override string Of => "webhook_endpoint.configure";

    public override async Task<Given> Given(Stage stage) => new(await DemoEndpoint.Add(stage));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("webhook_endpoint.configure", run.Lines[0].SubjectId, new { max_in_flight = 9 });
        return true;
    }
}
