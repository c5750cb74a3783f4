using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Agreements;

public sealed class AddSlaExample : Example
{
    public override string OperationName => "sla.add";

    public override JsonElement? RefusedInput => Json.Element(new { kind = "availability", name = " " });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(IdGenerator.Platform, Json.Element(await SlaSetup.Input(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("sla.remove", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeSlaExample : Example
{
    public override string OperationName => "sla.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await SlaSetup.Add(stage), Json.Element(await SlaSetup.Input(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("sla.change", run.Lines[0].SubjectId, await SlaSetup.Input(stage));
        return true;
    }
}

public sealed class RemoveSlaExample : Example
{
    public override string OperationName => "sla.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await SlaSetup.Add(stage));
}

internal static class SlaSetup
{
    /// <returns>Input of an SLA for one tenant. All share it, because each tenant has a result of each SLA.</returns>
    public static async Task<object> Input(LawHarness stage) =>
        new
        {
            kind = "availability",
            name = stage.NewId("sla"),
            target = "99.5",
            tenants = new[] { (await stage.Once(async () => new SlaTenant(await stage.Tenant()))).Id },
            credits = new[] { "99.5: 10" },
        };

    /// <returns>Id of an SLA.</returns>
    public static async Task<string> Add(LawHarness stage) => (await stage.Run("sla.add", IdGenerator.Platform, await Input(stage))).Lines[0].Created!;

    private sealed record SlaTenant(string Id);
}
