using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.DemoData;

public sealed class ResetDemoDataExample : Example
{
    public override string OperationName => "tenant.reset_demo_data";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        return new(await stage.Tenant());
    }
}
