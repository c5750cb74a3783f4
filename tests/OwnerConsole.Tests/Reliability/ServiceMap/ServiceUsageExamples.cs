using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.ServiceMap;

public sealed class AddServiceUsageExample : Example
{
    public override string OperationName => "service_usage.add";

    public override JsonElement? RefusedInput => Json.Element(new { service = "not on the map" });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(IdGenerator.Platform, Json.Element(await UsageSetup.Input(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("service_usage.remove", run.Lines[0].Created!);
        return true;
    }
}

public sealed class RemoveServiceUsageExample : Example
{
    public override string OperationName => "service_usage.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new((await stage.Run("service_usage.add", IdGenerator.Platform, await UsageSetup.Input(stage))).Lines[0].Created!);
}

internal static class UsageSetup
{
    /// <returns>Input of an assignment to a new service on the map.</returns>
    public static async Task<object> Input(LawHarness stage)
    {
        var service = stage.NewId("web");
        await stage.Run("service_dependency.add", IdGenerator.Platform, new { service, depends_on = "database" });
        return new { service, tenants = new[] { await stage.Tenant() } };
    }
}
