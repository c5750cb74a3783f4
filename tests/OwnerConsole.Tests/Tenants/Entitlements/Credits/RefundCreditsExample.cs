using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

public sealed class RefundCreditsExample : Example
{
    public override string Of => "credit.refund";

    public override async Task<Given> Given(Stage stage)
    {
        await GrantCreditsExample.Sessions(stage);
        var tenant = await stage.Tenant();
        await stage.Do("credit.grant", tenant);
        await stage.App.Post(Limited.Consume, Limited.Asked(tenant, "sessions", "3"));
        return new(tenant);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        var credits = await stage.App.Get($"/api/v1/tenants/{run.Lines[0].SubjectId}/credits");
        await stage.Do("credit.void", credits.GetProperty("data")[0].GetProperty("id").GetString()!);
        return true;
    }
}
