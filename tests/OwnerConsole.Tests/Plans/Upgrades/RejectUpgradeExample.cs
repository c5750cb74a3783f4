using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Upgrades;

public sealed class RejectUpgradeExample : Example
{
    public override string OperationName => "upgrade.reject";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ApproveUpgradeExample.Asked(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await ApproveUpgradeExample.Ask(stage, run.Lines[0].TenantId);
        return true;
    }
}
