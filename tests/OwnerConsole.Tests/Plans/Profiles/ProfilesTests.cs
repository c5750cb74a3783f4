using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Tests.Plans.Profiles;

[Slow(5, "Profiles")]
public sealed class ProfilesTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!; // set before each test
    private TestBrowser _owner = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        _owner = await TestBrowser.Owner(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task The_bot_profile_renames_tenants_on_every_page_until_undo()
    {
        var acme = await _app.Tenant("acme", members: 2);
        var run = await _app.Run("profile.choose", IdGenerator.Platform, new { profile = "bot" });

        await _owner.Get("/tenants");
        _owner.Page.ShouldContain("<h1>Servers</h1>");
        await _owner.Get($"/tenants/{acme}");
        _owner.Page.ShouldContain("2 employees");
        _owner.Page.ShouldContain("Guild ID");
        await _owner.Get($"/operations/new?operation=tenant.suspend&subject={acme}&back=/tenants");
        _owner.Page.ShouldContain("Suspend server");
        await _app.Undo(run);

        await _owner.Get("/tenants");
        _owner.Page.ShouldContain("<h1>Tenants</h1>");
    }

    [Fact]
    public async Task The_school_profile_labels_known_roles_and_keeps_others()
    {
        var acme = await _app.Tenant("acme");
        await _app.Put($"/api/v1/tenants/{acme}/members/ext:ada", new { name = "Ada", role = "teacher" });
        await _app.Put($"/api/v1/tenants/{acme}/members/ext:bob", new { name = "Bob", role = "janitor" });
        await _app.Run("profile.choose", IdGenerator.Platform, new { profile = "school" });

        await _owner.Get("/members");

        _owner.Page.ShouldContain(">Teacher<");
        _owner.Page.ShouldContain(">janitor<");
        (await _app.Get($"/api/v1/tenants/{acme}/members"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(member => member.GetProperty("role").GetString())
            .ShouldContain("teacher");
    }

    [Fact]
    public async Task Plans_are_shown_by_name_and_unknown_ones_by_key()
    {
        var acme = await _app.Tenant("acme");
        await _app.Put($"/api/v1/tenants/{acme}", new { plan_items = new[] { new { plan = "pro" }, new { plan = "odd" } } });
        await _app.Run("profile.choose", IdGenerator.Platform, new { profile = "bot" });

        await _owner.Get("/tenants");

        _owner.Page.ShouldContain("Pro, odd</span>");
    }

    [Fact]
    public async Task A_profile_adds_meters_and_plans_and_keeps_existing_ones()
    {
        await _app.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "pro",
                name = "Ours",
                price = new { amount = 100, currency = "USD" },
            }
        );
        var run = await _app.Run("profile.choose", IdGenerator.Platform, new { profile = "studio" });
        var plans = await Names("/api/v1/plans");
        var meters = await Names("/api/v1/meters");
        await _app.Undo(run);

        plans.ShouldBe(["Enterprise", "Starter", "Ours"]);
        meters.ShouldBe(["Classes booked", "Storage"]);
        (await Names("/api/v1/plans")).ShouldBe(["Ours"]);
        (await Names("/api/v1/meters")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Undo_of_a_profile_is_refused_after_a_term_was_changed()
    {
        var run = await _app.Run("profile.choose", IdGenerator.Platform, new { profile = "studio" });
        await _app.Run("setting.change", IdGenerator.Platform, new { key = "label.tenant", value = "academy" });

        (await _app.UndoRefused(run)).ShouldBe("moved_on");
    }

    [Fact]
    public async Task The_API_keeps_the_neutral_terms()
    {
        var acme = await _app.Tenant("acme");
        await _app.Run("profile.choose", IdGenerator.Platform, new { profile = "bot" });

        var preview = await _app.Preview("tenant.suspend", [acme]);
        var operations = await _app.Get("/api/v1/operations");

        preview.GetRawText().ShouldNotContain("server");
        operations.GetRawText().ShouldContain("Suspend tenant");
    }

    private async Task<string[]> Names(string address) =>
        [.. (await _app.Get(address)).GetProperty("data").EnumerateArray().Select(element => element.GetProperty("name").GetString()!)];
}
