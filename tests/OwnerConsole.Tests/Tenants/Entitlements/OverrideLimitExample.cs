using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Features;

namespace OwnerConsole.Tests.Tenants.Entitlements;

public sealed class OverrideLimitExample : Example
{
    public override string Of => "tenant.override_limit";

    public override async Task<Given> Given(Stage stage)
    {
        await DeclareFeatureExample.Clients(stage);
        return new(await stage.Tenant());
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.override_limit", run.Lines[0].SubjectId, More);
        return true;
    }

    internal static readonly object More = new
    {
        feature = "clients",
        allows = "unlimited",
        reason = "They asked.",
    };
}
