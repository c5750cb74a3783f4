using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class UntagTenantExample : Example
{
    public override string Of => "tenant.untag";

    public override async Task<Given> Given(Stage stage)
    {
        var tenant = await stage.Tenant();
        await stage.Do("tenant.tag", tenant, new { tag = "beta" });
        return new(tenant);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.tag", run.Lines[0].SubjectId, new { tag = "Beta" });
        return true;
    }
}
