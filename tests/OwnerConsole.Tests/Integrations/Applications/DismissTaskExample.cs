using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Applications;

public sealed class DismissTaskExample : Example
{
    public override string OperationName => "task.dismiss";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        var tenant = await stage.Tenant();
        await stage.App.Run(DeclaredApplications.Name, tenant, DeclaredApplications.Input);
        var task = await stage.App.ClaimOf(tenant);
        await stage.App.Say(task, "fail", new { code = "bucket_gone" });
        return new(task.GetProperty("id").GetString()!);
    }
}
