using System.Text.Json;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Grants;

public sealed class GrantPlanExample : Example
{
    public override string OperationName => "tenant.grant";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await CreatePlanExample.Pro(stage);
        return new(await stage.Tenant());
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.revoke", run.Lines[0].SubjectId);
        return true;
    }
}
