using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Trust.Audit;

public sealed class LogListTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Lines_are_found_by_every_filter()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("list-acme", "Alabaster");
        var run = await app.Run("tenant.suspend", acme, new { cause = "billing" });
        await app.Undo(run);
        await LogForgery.Placed(console);
        var line = (await app.Get($"/api/v1/log?tenant={acme}&kind=run")).GetProperty("data")[0];

        line.GetProperty("text").GetString().ShouldStartWith("Alabaster is suspended");
        line.GetProperty("run").GetString().ShouldBe(run.GetProperty("id").GetString());
        line.GetProperty("changes")[0].GetRawText().ShouldBe("""{"field":"suspended_for","before":null,"after":"billing"}""");
        foreach (
            var (query, kinds) in new (string, string[])[]
            {
                ("", ["undo", "run", "intake"]),
                ("&q=alabaster", ["undo", "run", "intake"]),
                ("&q=ALABASTER&kind=undo", ["undo"]),
                ("&q=Suspended", ["undo", "run"]),
                ("&operation=tenant.suspend", ["undo", "run"]),
                ($"&actor={line.GetProperty("actor").GetString()}&outcome=done", ["undo", "run", "intake"]),
                ("&actor=usr_a&actor=usr_b", []),
                ($"&subject={acme}&time=today", ["undo", "run", "intake"]),
                ("&time=week&outcome=refused", []),
                ($"&from={TimeProvider.System.GetUtcNow():yyyy-MM-dd}", ["undo", "run", "intake"]),
                ("&from=2020-01-01&to=2020-12-31", []),
                ("&to=2020-01-01T00:00:00Z", []),
                ($"&until={line.GetProperty("pos").GetInt64()}", ["run", "intake"]),
                ("&limit=1", ["undo"]),
            }
        )
            (await Kinds(app, $"tenant=ext:list-acme{query}")).ShouldBe(kinds, ignoreOrder: false, query);
    }

    [Theory]
    [InlineData("tenant=tnt_00000000000000000000000000", 404)]
    [InlineData("outcome=finished", 400)]
    [InlineData("kind=job", 400)]
    [InlineData("time=always", 400)]
    [InlineData("from=yesterday", 400)]
    [InlineData("from=2026-11-20T08:00:00", 400)]
    [InlineData("to=2026-02-30", 400)]
    [InlineData("until=-1", 400)]
    [InlineData("cursor=x", 400)]
    [InlineData("limit=0", 400)]
    [InlineData("who=me", 400)]
    [InlineData("q=%00", 400)]
    [InlineData("actor=&operation=&q=", 200)]
    [InlineData("subject=x&actor=y", 200)]
    public async Task Invalid_filters_are_refused_and_unknown_values_find_nothing(string query, int status) =>
        (await (await TestApplication.Connect(console)).Send(HttpMethod.Get, $"/api/v1/log?{query}")).Status.ShouldBe(status);

    [Fact]
    public async Task A_key_finds_only_lines_of_its_tenant_and_needs_the_permission()
    {
        var app = await TestApplication.Connect(console);
        var (mine, other) = (await app.Tenant("mine", "Mirabelle"), await app.Tenant("other", "Mirabelle"));
        await LogForgery.Placed(console);
        var bound = await TestApplication.Connect(console, onlyTenant: mine);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var poor = await TestApplication.Connect(console, scopes: "tenant.read");

        (await Tenants(bound, "q=mirabelle")).ShouldBe([mine]);
        (await Tenants(bound, "")).ShouldBe([mine]);
        (await Tenants(demo, "q=mirabelle")).ShouldBeEmpty();
        (await bound.Send(HttpMethod.Get, $"/api/v1/log?tenant={other}")).Status.ShouldBe(404);
        (await poor.Send(HttpMethod.Get, "/api/v1/log")).Status.ShouldBe(403);
    }

    private static async Task<List<string>> Kinds(TestApplication app, string query) =>
        [.. (await Lines(app, query)).Select(line => line.GetProperty("kind").GetString()!)];

    private static async Task<List<string>> Tenants(TestApplication app, string query) =>
        [.. (await Lines(app, query)).Select(line => line.GetProperty("tenant").GetString()!).Distinct()];

    private static async Task<IEnumerable<JsonElement>> Lines(TestApplication app, string query) =>
        (await app.Get($"/api/v1/log?{query}")).GetProperty("data").EnumerateArray();
}
