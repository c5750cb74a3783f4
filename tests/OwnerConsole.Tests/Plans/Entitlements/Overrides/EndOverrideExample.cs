using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Features;

namespace OwnerConsole.Tests.Plans.Entitlements.Overrides;

public sealed class EndOverrideExample : Example
{
    public override string OperationName => "tenant.end_override";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await DeclareFeatureExample.Clients(stage);
        var tenant = await stage.Tenant();
        await stage.Run("tenant.override_limit", tenant, OverrideLimitExample.More);
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.override_limit", run.Lines[0].SubjectId, OverrideLimitExample.More);
        return true;
    }
}
