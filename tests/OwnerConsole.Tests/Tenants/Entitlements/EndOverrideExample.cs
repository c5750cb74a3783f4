using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Features;

namespace OwnerConsole.Tests.Tenants.Entitlements;

public sealed class EndOverrideExample : Example
{
    public override string Of => "tenant.end_override";

    public override async Task<Given> Given(Stage stage)
    {
        await DeclareFeatureExample.Clients(stage);
        var tenant = await stage.Tenant();
        await stage.Do("tenant.override_limit", tenant, OverrideLimitExample.More);
        return new(tenant);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.override_limit", run.Lines[0].SubjectId, OverrideLimitExample.More);
        return true;
    }
}
