using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Upgrades;

public sealed class ChangeUpgradeRuleExample : Example
{
    public override string OperationName => "upgrade_rule.change";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(
            (await stage.Run("upgrade_rule.add", IdGenerator.Platform, await AddUpgradeRuleExample.To(stage))).Lines[0].Created!,
            Json.Element(new { daily = 9 })
        );
}
