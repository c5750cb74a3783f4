using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

public sealed class OpenTenantExample : Example
{
    public override string OperationName => "tenant.open";

    public override Task<Arranged> Arrange(LawHarness stage) =>
        Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(new { external_id = stage.Word() })));

    public override JsonElement? RefusedInput => Json.Element(new { external_id = "" });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.App.Put($"/api/v1/tenants/{run.Lines[0].Created}", new { name = stage.Word() });
        return true;
    }
}
