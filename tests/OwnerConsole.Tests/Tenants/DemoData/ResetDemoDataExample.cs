using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Reliability.Applications;

namespace OwnerConsole.Tests.Tenants.DemoData;

public sealed class ResetDemoDataExample : Example
{
    public override string Of => "tenant.reset_demo_data";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.App.DeclareAll();
        return new(await stage.Tenant());
    }
}
