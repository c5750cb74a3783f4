using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class SuspendTenantExample : Example
{
    public override string Of => "tenant.suspend";

    public override async Task<Given> Given(Stage stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.reactivate", run.Lines[0].SubjectId);
        await stage.Do("tenant.suspend", run.Lines[0].SubjectId, new { cause = "abuse" });
        return true;
    }
}
