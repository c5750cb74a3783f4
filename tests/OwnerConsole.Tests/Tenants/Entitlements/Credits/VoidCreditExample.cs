using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

public sealed class VoidCreditExample : Example
{
    public override string Of => "credit.void";

    public override async Task<Given> Given(Stage stage)
    {
        await GrantCreditsExample.Sessions(stage);
        return new((await stage.Do("credit.grant", await stage.Tenant())).Lines[0].Created!);
    }
}
