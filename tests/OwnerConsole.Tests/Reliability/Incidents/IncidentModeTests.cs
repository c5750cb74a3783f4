using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Incidents;

/// <summary>Incidents on a console with test data.</summary>
public sealed class IncidentModeTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    private const string Address = "/operations/new?operation=incident.declare&subject=tnt_platform&title=Down";

    [Fact]
    public async Task Tenants_with_test_data_are_affected_until_there_is_a_live_tenant()
    {
        var demo = await TestApplication.Connect(stage.Console, Mode.Test);
        await demo.Tenant("demo", "Demo Studio", members: 2);
        var owner = await stage.Owner();

        using var test = await owner.Get(Address);
        var testForm = owner.Page;
        await stage.App.Tenant("real", "Real Studio", members: 1);
        using var live = await owner.Get(Address);

        testForm.ShouldContain("It affects 1 tenant with 2 members now.");
        owner.Page.ShouldContain("It affects 1 tenant with 1 member now.");
    }
}
