using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Shell;

/// <summary>Runs stay readable when a later release no longer has their operation.</summary>
public sealed class FormerOperationTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_run_of_a_removed_operation_is_shown_without_actions()
    {
        var (app, tenant) = await console.Studio();
        var run = (await app.Run("tenant.suspend", tenant, new { cause = "billing" })).GetProperty("id").GetString()!;
        await TestCluster.Current.Force(console.Options.Connections, $"update core.runs set operation = 'tenant.pause' where run_id = '{run}'");
        var owner = await TestBrowser.Owner(console);

        var one = await owner.Get($"/operations/{run}");
        var page = owner.Page;
        var list = await owner.Get("/operations");
        var file = await owner.Get("/operations/export");

        (one.StatusCode, list.StatusCode, file.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK));
        page.ShouldContain("<h1>tenant.pause</h1>");
        page.ShouldContain(tenant);
        page.ShouldNotContain("run-undo");
        (await file.Content.ReadAsStringAsync()).ShouldContain("tenant.pause");
    }
}
