using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>The list of keys can be filtered.</summary>
public sealed class KeyListTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Keys_are_filtered_by_name_permission_and_state_also_in_the_export()
    {
        var owner = await TestBrowser.Owner(_console);
        var app = await TestApplication.Connect(_console);
        await New(owner, "Booking page", "event.report", "live");
        await New(owner, "Nightly import", "tenant.report", "live");
        var keys = (await app.Get("/api/v1/api-keys")).GetProperty("data").EnumerateArray().ToList();
        var import = keys.Single(key => key.GetProperty("name").GetString() == "Nightly import");
        await app.Run("api_key.revoke", import.GetProperty("id").GetString()!);

        (await Named(owner, "?q=BOOKING")).ShouldBe(["Booking page"]);
        (await Named(owner, "?q=tenant.rep")).ShouldBe(["Nightly import"]);
        (await Named(owner, $"?q={import.GetProperty("prefix").GetString()}")).ShouldBe(["Nightly import"]);
        (await Named(owner, "?state=revoked")).ShouldBe(["Nightly import"]);
        (await Named(owner, "?state=in_force&q=report")).ShouldBe(["Booking page"]);
        (await Named(owner, "?state=over")).ShouldBeEmpty();
        (await Named(owner, "")).ShouldBe(["Booking page", "Nightly import", "test"], ignoreOrder: true);
        await owner.Get("/settings/keys?q=nobody");
        owner.Page.ShouldContain("No matching keys");
        ((int)(await owner.Get("/settings/keys?state=lost")).StatusCode).ShouldBe(400);
    }

    private static Task New(TestBrowser owner, string name, string scope, string mode) =>
        owner.Post("/settings/keys", ("name", name), ("mode", mode), ("scopes", scope), ("days", "90"), ("only_tenant", ""));

    private static async Task<IEnumerable<string>> Named(TestBrowser owner, string query)
    {
        await owner.Get($"/settings/keys{query}");
        var shown = owner.Page;
        var names = (await (await owner.Get($"/settings/keys/export{query}")).Content.ReadAsStringAsync())
            .TrimEnd()
            .Split("\r\n")
            .Skip(1)
            .Select(line => line.Split(',')[0])
            .ToList();
        foreach (var name in names)
            shown.ShouldContain($"<bdi>{name}</bdi>");
        return names;
    }
}
