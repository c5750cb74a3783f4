using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Reliability.Applications;

namespace OwnerConsole.Tests.Tenants.Exporting;

public sealed class ExportTenantExample : Example
{
    public override string Of => "tenant.export";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.App.DeclareAll();
        return new(await stage.Tenant());
    }
}
