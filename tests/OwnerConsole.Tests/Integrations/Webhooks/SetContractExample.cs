using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class SetContractExample : Example
{
    public override string OperationName => "webhook_endpoint.set_contract";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DemoEndpoint.Add(stage));

    public override JsonElement? RefusedInput => Json.Element(new { event_type = "tenant.suspended", schema = """{"$ref": "#"}""" });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("webhook_endpoint.set_contract", run.Lines[0].SubjectId, new { event_type = "tenant.suspended", schema = """{"type": "object"}""" });
        return true;
    }
}
