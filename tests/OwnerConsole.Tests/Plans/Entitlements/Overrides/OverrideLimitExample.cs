using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Features;

namespace OwnerConsole.Tests.Plans.Entitlements.Overrides;

public sealed class OverrideLimitExample : Example
{
    public override string OperationName => "tenant.override_limit";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await DeclareFeatureExample.Clients(stage);
        return new(await stage.Tenant());
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.override_limit", run.Lines[0].SubjectId, More);
        return true;
    }

    internal static readonly object More = new
    {
        feature = "clients",
        allows = "unlimited",
        reason = "They asked.",
    };
}
