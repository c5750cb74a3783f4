using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>The page of one team member, and its actions.</summary>
public sealed class PersonPageTests : IAsyncLifetime
{
    private const string Bea = "bea@example.org";

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
    public async Task The_page_shows_the_role_its_permissions_and_the_run_that_granted_it()
    {
        await Colleague.Come(_console, _app, Bea, "support");
        var id = await Colleague.Id(_app, Bea);
        var run = await _app.Run("team_member.set_role", id, new { role = "finance" });

        await _owner.Get($"/settings/team/{id}");

        _owner.Page.ShouldContain("Bea Berg");
        _owner.Page.ShouldContain("All reversible operations on plans");
        _owner.Page.ShouldContain($"/operations/{run.GetProperty("id").GetString()}");
        _owner.Page.ShouldContain("Devices where this person is signed in");
    }

    [Fact]
    public async Task The_page_is_linked_from_the_list_and_found_by_email()
    {
        await Colleague.Come(_console, _app, Bea, "support");
        var address = $"/settings/team/{await Colleague.Id(_app, Bea)}";

        await _owner.Get("/settings/team");
        _owner.Page.ShouldContain(address);
        await _owner.Get("/find/found?q=bea@example");
        _owner.Page.ShouldContain(address);
        (await _owner.Get("/settings/team/usr_nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_lists_limits_and_activity()
    {
        var bea = await Colleague.Come(_console, _app, Bea, "admin");
        await _app.Run("role.set_ceiling", "rol_admin", new { permission = "note.*", subjects = 1 });
        var tenant = await _app.Tenant("one");
        await bea.Get("/settings/account");
        await bea.Post("/operations", ("operation", "note.add"), ("subject", tenant), ("text", "Called."), ("back", "/tenants"));

        await _owner.Get($"/settings/team/{await Colleague.Id(_app, Bea)}");
        await _console.WaitForLogSubscribers();
        await _owner.Get($"/settings/team/{await Colleague.Id(_app, Bea)}");

        _owner.Page.ShouldContain("All reversible operations on notes");
        _owner.Page.ShouldContain("1 an hour");
        _owner.Page.ShouldContain("signed in");
    }

    [Fact]
    public async Task Log_entries_link_to_people_who_have_left_and_to_keys()
    {
        var bea = await Colleague.Come(_console, _app, Bea, "admin");
        var id = await Colleague.Id(_app, Bea);
        var tenant = await _app.Tenant("one");
        await bea.Get("/settings/account");
        await bea.Post("/operations", ("operation", "note.add"), ("subject", tenant), ("text", "Called."), ("back", "/tenants"));

        var removed = await _app.Run("team_member.remove", id);
        await _console.WaitForLogSubscribers();
        await _owner.Get("/audit?kind=run");

        _owner.Page.ShouldContain($"href=\"/settings/team/{id}\"><bdi>Bea Berg</bdi>");
        var key = _owner.Page.Split("href=\"/settings/keys?q=")[1].Split('"')[0];
        await _owner.Get($"/settings/keys?q={key}");
        _owner.Page.ShouldContain("Actions: test");
        (await _owner.Get($"/settings/team/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _owner.Page.ShouldContain("Former team member");
        _owner.Page.ShouldContain($"/operations/{removed.GetProperty("id").GetString()}");
        _owner.Page.ShouldContain("note"); // the person's activity
    }

    [Fact]
    public async Task Ended_sessions_are_signed_out_at_the_next_request_and_undo_restores_them()
    {
        var bea = await Colleague.Come(_console, _app, Bea, "support");
        var id = await Colleague.Id(_app, Bea);

        var run = await _app.Run("team_member.end_sessions", id);
        var after = await bea.Get("/tenants");
        await _app.Undo(run);

        after.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await bea.Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ended_sessions_include_one_that_was_just_replaced_and_undo_does_not_reopen_it()
    {
        var bea = await Colleague.Come(_console, _app, Bea, "admin");
        var sessions = _console.Services.GetRequiredService<Sessions>();
        var session = (await sessions.Find(bea.Cookie!, isActivity: true, TestContext.Current.CancellationToken))!;
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await sessions.Renew(session, work);
            await work.Commit();
        }
        var replaced = await bea.Get("/tenants");

        var run = await _app.Run("team_member.end_sessions", await Colleague.Id(_app, Bea));
        var ended = await bea.Get("/tenants");
        await _app.Undo(run);
        var undone = await bea.Get("/tenants");

        (replaced.StatusCode, ended.StatusCode, undone.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.Redirect));
    }

    [Fact]
    public async Task Active_operations_are_shown_only_to_readers_of_operations()
    {
        var tenant = await _app.Tenant("one");
        await _app.Run("role.create", "tnt_platform", new { name = "Team only", permissions = new[] { "team_member.read" } });
        var (reader, id) = (await TestBrowser.Join(_console, "team_only"), await Colleague.Id(_app, TestBrowser.Email));
        var preview = await _app.Preview("tenant.suspend", [tenant]);
        await _app.Post(
            "/api/v1/runs",
            new { preview = preview.GetProperty("id").GetString(), at = preview.GetProperty("created_at").GetDateTimeOffset().AddHours(8) }
        );
        await TestCluster.Current.Force(_console.Options.Connections, $"update core.runs set requested_by = '{id}' where state = 'queued'");

        await _owner.Get($"/settings/team/{id}");
        var page = await reader.Get($"/settings/team/{id}");

        _owner.Page.ShouldContain("Active operations");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        reader.Page.ShouldNotContain("Active operations");
    }

    [Fact]
    public async Task Sessions_of_a_person_with_more_permissions_cannot_be_ended()
    {
        var bea = await Colleague.Come(_console, _app, Bea, "admin");
        var owner = await Colleague.Id(_app, TestBrowser.Email);

        await bea.Get($"/operations/new?operation=team_member.end_sessions&subject={owner}&back=/settings/team");

        bea.Page.ShouldContain("more permissions than you");
        await _app.Run("team_member.end_sessions", await Colleague.Id(_app, Bea));
        (await _app.Refusal("team_member.end_sessions", await Colleague.Id(_app, Bea))).ShouldBe("not_signed_in");
    }
}
