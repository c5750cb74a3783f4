using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Exports;

public sealed class ExportTenantExample : Example
{
    public override string OperationName => "tenant.export";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        return new(await stage.Tenant());
    }
}
