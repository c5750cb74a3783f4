using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Incidents;

/// <summary>Incidents on a console that has only test data.</summary>
public sealed class IncidentModeTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task Tenants_with_test_data_are_not_affected()
    {
        var demo = await TestApplication.Connect(stage.Console, Mode.Test);
        await demo.Tenant("demo", "Demo Studio", members: 2);
        var owner = await stage.Owner();

        using var form = await owner.Get("/operations/new?operation=incident.declare&subject=tnt_platform&title=Down");

        owner.Page.ShouldContain("It affects 0 tenants with 0 members now.");
    }
}
