using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Plans;

namespace OwnerConsole.Tests.Tenants.Grants;

public sealed class RevokeAccessExample : Example
{
    public override string Of => "tenant.revoke";

    public override async Task<Given> Given(Stage stage)
    {
        await CreatePlanExample.Pro(stage);
        var tenant = await stage.Tenant();
        await stage.Do("tenant.grant", tenant, new { plan = "pro" });
        return new(tenant);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.reactivate", run.Lines[0].SubjectId);
        await stage.Do("tenant.revoke", run.Lines[0].SubjectId);
        return true;
    }
}
