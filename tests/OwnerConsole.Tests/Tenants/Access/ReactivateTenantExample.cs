using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class ReactivateTenantExample : Example
{
    public override string OperationName => "tenant.reactivate";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        await stage.Run("tenant.suspend", tenant);
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.suspend", run.Lines[0].SubjectId, new { cause = "abuse" });
        return true;
    }
}
