using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Shell.Operations;

/// <summary>The actions of one subject: grouped, and disabled with the reason when they would be refused. Several subjects choose from the same list.</summary>
public sealed class ActionMenuTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;
    private TestBrowser _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        _owner = await TestBrowser.Owner(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Actions_that_would_be_refused_now_are_disabled_with_the_reason()
    {
        var acme = await _app.Tenant("acme", "Acme");

        await _owner.Get($"/operations/actions?menu=do&kind=tenant&subject={acme}&back=/tenants", ("HX-Request-Type", "partial"));

        Entry("tenant.reactivate").ShouldContain("aria-disabled=\"true\"");
        Entry("tenant.extend_trial").ShouldContain("aria-disabled=\"true\"");
        _owner.Page.ShouldContain("Acme has no trial with a known end date. Reset the trial instead.");
        foreach (var allowed in new[] { "tenant.suspend", "tenant.grant", "tenant.reset_trial", "note.add" })
            Entry(allowed).ShouldContain("href=");
        string[] groups = ["Access", "Plan and trial", "Limits and credits", "Communication", "Data", "Danger"];
        groups.Select(group => _owner.Page.IndexOf($">{group}</p>", StringComparison.Ordinal)).ShouldBeInOrder();
        _owner.Page.ShouldContain($">{groups[0]}</p>");
    }

    [Fact]
    public async Task Several_subjects_are_suspended_from_the_list_of_operations_and_skipped_ones_are_counted()
    {
        string[] tenants = [await _app.Tenant("acme", "Acme"), await _app.Tenant("bolt", "Bolt"), await _app.Tenant("core", "Core")];
        await _app.Run("tenant.suspend", tenants[0]);
        var subjects = string.Concat(tenants.Select(id => $"&subject={id}"));

        await _owner.Get($"/operations/choose?kind=tenant{subjects}&back=/tenants");
        var chooser = _owner.Page;
        var preview = chooser.Split("name=\"preview\" value=\"")[1].Split('"')[0];
        await _owner.Get($"/operations/new?operation=tenant.suspend{subjects}&back=/tenants");
        var dialog = _owner.Page;
        await _owner.Post(
            "/operations",
            [("operation", "tenant.suspend"), ("preview", preview), ("back", "/tenants"), .. tenants.Select(id => ("subject", id))]
        );

        chooser.ShouldContain("3 tenants selected");
        chooser.ShouldContain("Suspend: 2 of 3 tenants");
        dialog.ShouldContain("2 of 3 tenants");
        dialog.ShouldContain("<summary>1 already suspended</summary>");
        (await _app.Status(tenants[2])).ShouldBe("suspended");
    }

    [Fact]
    public async Task The_primary_action_of_a_tenant_answers_its_open_need()
    {
        var acme = await _app.Tenant("acme", "Acme");
        await _owner.Get($"/tenants/{acme}");
        var calm = _owner.Page;
        await _app.Put($"/api/v1/tenants/{acme}", new { lifecycle = "trial", trial_ends_at = TimeProvider.System.GetUtcNow().AddHours(12) });

        await _owner.Get($"/tenants/{acme}");
        var ending = _owner.Page;
        await _owner.Post("/operations", ("operation", "tenant.extend_trial"), ("subject", acme), ("back", "/tenants"));
        await _owner.Get($"/tenants/{acme}");

        calm.ShouldNotContain("id=\"need\"");
        ending.ShouldContain("id=\"need\"");
        ending.ShouldContain("Extend trial by 7 days");
        _owner.Page.ShouldNotContain("Extend trial by 7 days");
    }

    private string Entry(string operation) =>
        _owner.Page.Split($"id=\"do-{operation}\"")[1].Split('>')[0] + _owner.Page.Split($"id=\"do-{operation}\"")[0].Split('<')[^1];
}
