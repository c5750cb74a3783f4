using System.Text.Json;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Plans;

namespace OwnerConsole.Tests.Tenants.Grants;

public sealed class GrantPlanExample : Example
{
    public override string Of => "tenant.grant";

    public override async Task<Given> Given(Stage stage)
    {
        await CreatePlanExample.Pro(stage);
        return new(await stage.Tenant());
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.revoke", run.Lines[0].SubjectId);
        return true;
    }
}
