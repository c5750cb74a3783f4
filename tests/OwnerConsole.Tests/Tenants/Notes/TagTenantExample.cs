using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class TagTenantExample : Example
{
    public override string OperationName => "tenant.tag";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.untag", run.Lines[0].SubjectId, new { tag = "beta" });
        return true;
    }
}
