using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Anonymisation;

public sealed class AnonymiseTenantExample : Example
{
    public override string OperationName => "tenant.anonymise";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        return new(await stage.Tenant());
    }
}
