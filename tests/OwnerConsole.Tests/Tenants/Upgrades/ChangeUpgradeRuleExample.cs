using OwnerConsole.Kernel.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Upgrades;

public sealed class ChangeUpgradeRuleExample : Example
{
    public override string Of => "upgrade_rule.change";

    public override async Task<Given> Given(Stage stage) =>
        new((await stage.Do("upgrade_rule.add", IdSource.Platform, await AddUpgradeRuleExample.To(stage))).Lines[0].Created!, Json.Element(new { daily = 9 }));
}
