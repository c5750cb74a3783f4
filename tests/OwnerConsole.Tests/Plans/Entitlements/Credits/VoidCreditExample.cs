using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

public sealed class VoidCreditExample : Example
{
    public override string OperationName => "credit.void";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await GrantCreditsExample.Sessions(stage);
        return new((await stage.Run("credit.grant", await stage.Tenant())).Lines[0].Created!);
    }
}
