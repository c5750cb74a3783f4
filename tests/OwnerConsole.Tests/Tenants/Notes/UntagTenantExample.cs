using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class UntagTenantExample : Example
{
    public override string OperationName => "tenant.untag";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        await stage.Run("tenant.tag", tenant, new { tag = "beta" });
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.tag", run.Lines[0].SubjectId, new { tag = "Beta" });
        return true;
    }
}
