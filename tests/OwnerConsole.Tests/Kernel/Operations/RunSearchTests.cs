using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>Runs are found by operation name, requester and ID.</summary>
[Slow(5, "Operations")]
public sealed class RunSearchTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_run_is_found_by_name_requester_and_ID_in_both_sort_orders()
    {
        var app = await TestApplication.Connect(_console);
        var owner = await TestBrowser.Owner(_console);
        var tenant = await app.Tenant("done-to");
        var suspended = await app.Run("tenant.suspend", tenant, new { cause = "billing" });
        var reactivated = await app.Run("tenant.reactivate", tenant);
        await owner.Get($"/operations/new?operation=tenant.suspend&subject={tenant}&cause=billing");
        await owner.Post(
            "/operations",
            ("operation", "tenant.suspend"),
            ("subject", tenant),
            ("cause", "billing"),
            ("preview", owner.Page.Split("name=\"preview\" value=\"")[1].Split('"')[0])
        );

        var all = await Found("");
        all.Count.ShouldBe(3);
        all.Skip(1).ShouldBe([Id(reactivated), Id(suspended)]);
        (await Found("q=reactivate")).ShouldBe([Id(reactivated)]);
        (await Found("q=Suspend tenant")).ShouldBe([all[0], Id(suspended)]);
        (await Found("q=suspend&sort=started_at")).ShouldBe([Id(suspended), all[0]]);
        (await Found("q=ann owner")).ShouldBe([all[0]]);
        (await Found("q=test")).ShouldBe([Id(reactivated), Id(suspended)]);
        (await Found($"q={Id(suspended)}")).ShouldBe([Id(suspended)]);
        (await Found("q=test&operation=tenant.suspend")).ShouldBe([Id(suspended)]);
        (await Found("q=test&state=failed")).ShouldBeEmpty();
        (await Found("state=done&sort=started_at")).ShouldBe(Enumerable.Reverse(all));
        (await Found("q=nobody")).ShouldBeEmpty();
        var page = await (await app.Http.GetAsync("/operations?q=ann")).Content.ReadAsStringAsync();
        page.ShouldContain($"id=\"row-{all[0]}\"");
        page.ShouldNotContain($"id=\"row-{Id(suspended)}\"");
        (await (await app.Http.GetAsync("/operations/export?q=reactivate")).Content.ReadAsStringAsync()).TrimEnd().Split("\r\n").Length.ShouldBe(2);
        (await app.Send(HttpMethod.Get, "/api/v1/runs?sort=done")).Status.ShouldBe(400);

        async Task<List<string>> Found(string query) => [.. (await app.Get($"/api/v1/runs?{query}")).GetProperty("data").EnumerateArray().Select(Id)];
    }

    [Theory]
    [InlineData("")]
    [InlineData("&q=test")]
    [InlineData("&sort=started_at")]
    [InlineData("&q=test&sort=started_at")]
    public async Task Pages_contain_every_run_once(string query)
    {
        var app = await TestApplication.Connect(_console);
        var tenant = await app.Tenant("done-often");
        var made = new List<string>();
        foreach (var operation in new[] { "tenant.suspend", "tenant.reactivate", "tenant.suspend", "tenant.reactivate", "tenant.suspend" })
            made.Add(Id(await app.Run(operation, tenant, operation == "tenant.suspend" ? new { cause = "billing" } : null)));

        var seen = new List<string>();
        for (var address = $"/api/v1/runs?limit=2{query}"; address is not null; )
        {
            var page = await app.Get(address);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(Id));
            address = page.GetProperty("next_cursor").GetString() is { } next ? $"/api/v1/runs?limit=2{query}&cursor={next}" : null;
        }

        seen.ShouldBe(query.Contains("sort", StringComparison.Ordinal) ? made : Enumerable.Reverse(made));
    }

    private static string Id(JsonElement run) => run.GetProperty("id").GetString()!;
}
