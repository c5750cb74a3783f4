using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class TagTenantExample : Example
{
    public override string Of => "tenant.tag";

    public override async Task<Given> Given(Stage stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("tenant.untag", run.Lines[0].SubjectId, new { tag = "beta" });
        return true;
    }
}
