using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Upgrades;

public sealed class AddUpgradeRuleExample : Example
{
    public override string OperationName => "upgrade_rule.add";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(IdGenerator.Platform, Json.Element(await To(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("upgrade_rule.retire", run.Lines[0].Created!);
        return true;
    }

    /// <returns>A rule for a plan without other rules.</returns>
    internal static async Task<object> To(LawHarness stage)
    {
        var plan = await CreatePlanExample.Made(stage);
        var key = (await stage.App.Get("/api/v1/plans"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(element => element.GetProperty("id").GetString() == plan)
            .GetProperty("key")
            .GetString();
        return new { plan = key, tenure_days = 90 };
    }
}
