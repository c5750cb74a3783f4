using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class ReactivateTenantExample : Example
{
    public override string Of => "tenant.reactivate";

    public override async Task<Given> Given(Stage stage)
    {
        var tenant = await stage.Tenant();
        await stage.Do("tenant.suspend", tenant);
        return new(tenant);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.suspend", run.Lines[0].SubjectId, new { cause = "abuse" });
        return true;
    }
}
