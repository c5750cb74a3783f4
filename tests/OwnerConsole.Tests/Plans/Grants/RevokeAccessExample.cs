using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Grants;

public sealed class RevokeAccessExample : Example
{
    public override string OperationName => "tenant.revoke";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await CreatePlanExample.Pro(stage);
        var tenant = await stage.Tenant();
        await stage.Run("tenant.grant", tenant, new { plan = "pro" });
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.reactivate", run.Lines[0].SubjectId);
        await stage.Run("tenant.revoke", run.Lines[0].SubjectId);
        return true;
    }
}
