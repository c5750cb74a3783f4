using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Reliability.Applications;

namespace OwnerConsole.Tests.Tenants.Anonymising;

public sealed class AnonymiseTenantExample : Example
{
    public override string Of => "tenant.anonymise";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.App.DeclareAll();
        return new(await stage.Tenant());
    }
}
