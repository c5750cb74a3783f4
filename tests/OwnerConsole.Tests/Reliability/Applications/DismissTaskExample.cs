using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Applications;

public sealed class DismissTaskExample : Example
{
    public override string Of => "task.dismiss";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.App.DeclareAll();
        var tenant = await stage.Tenant();
        await stage.App.Decide(Declared.Name, tenant, Declared.Input);
        var task = await stage.App.ClaimOf(tenant);
        await stage.App.Say(task, "fail", new { code = "bucket_gone" });
        return new(task.GetProperty("id").GetString()!);
    }
}
