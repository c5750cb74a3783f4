using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.ServiceMap;

public sealed class AddDependencyExample : Example
{
    public override string OperationName => "service_dependency.add";

    public override JsonElement? RefusedInput => Json.Element(new { service = "web", depends_on = "web" });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(DependencySetup.Input(stage))));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("service_dependency.remove", run.Lines[0].Created!);
        return true;
    }
}

public sealed class RemoveDependencyExample : Example
{
    public override string OperationName => "service_dependency.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new((await stage.Run("service_dependency.add", IdGenerator.Platform, DependencySetup.Input(stage))).Lines[0].Created!);
}

internal static class DependencySetup
{
    /// <returns>Input of a dependency between two new services.</returns>
    public static object Input(LawHarness stage) => new { service = stage.NewId("web"), depends_on = stage.NewId("dbs") };
}
