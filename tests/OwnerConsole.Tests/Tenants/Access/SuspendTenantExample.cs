using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class SuspendTenantExample : Example
{
    public override string OperationName => "tenant.suspend";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.reactivate", run.Lines[0].SubjectId);
        await stage.Run("tenant.suspend", run.Lines[0].SubjectId, new { cause = "abuse" });
        return true;
    }
}
