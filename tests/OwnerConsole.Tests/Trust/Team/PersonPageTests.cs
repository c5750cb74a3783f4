using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>The page of one team member, and its actions.</summary>
[Slow(8, "Team")]
public sealed class PersonPageTests : OwnConsole
{
    private const string Bea = "bea@example.org";

    [Fact]
    public async Task The_page_shows_the_role_its_permissions_and_the_run_that_granted_it()
    {
        await Colleague.Come(Console, App, Bea, "support");
        var id = await Colleague.Id(App, Bea);
        var run = await App.Run("team_member.set_role", id, new { role = "finance" });

        await Owner.Get($"/settings/team/{id}");

        Owner.Page.ShouldContain("Bea Berg");
        Owner.Page.ShouldContain("All reversible operations on plans");
        Owner.Page.ShouldContain($"/operations/{run.GetProperty("id").GetString()}");
        Owner.Page.ShouldContain("Devices where this person is signed in");
        foreach (var operation in new[] { "set_role", "end_sessions", "remove" })
            Owner.Page.ShouldContain($"id=\"do-team_member.{operation}\"");
    }

    [Fact]
    public async Task The_page_is_linked_from_the_list_and_found_by_email()
    {
        await Colleague.Come(Console, App, Bea, "support");
        var address = $"/settings/team/{await Colleague.Id(App, Bea)}";

        await Owner.Get("/settings/team");
        Owner.Page.ShouldContain(address);
        await Owner.Get("/find/found?q=bea@example");
        Owner.Page.ShouldContain(address);
        (await Owner.Get("/settings/team/usr_nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_lists_limits_and_activity()
    {
        var bea = await Colleague.Come(Console, App, Bea, "admin");
        await App.Run("role.set_ceiling", "rol_admin", new { permission = "note.*", subjects = 1 });
        var tenant = await App.Tenant("one");
        await bea.Get("/settings/account");
        await bea.Post("/operations", ("operation", "note.add"), ("subject", tenant), ("text", "Called."), ("back", "/tenants"));

        await Owner.Get($"/settings/team/{await Colleague.Id(App, Bea)}");
        await Console.WaitForLogSubscribers();
        await Owner.Get($"/settings/team/{await Colleague.Id(App, Bea)}");

        Owner.Page.ShouldContain("All reversible operations on notes");
        Owner.Page.ShouldContain("1 an hour");
        Owner.Page.ShouldContain("signed in");
    }

    [Fact]
    public async Task Log_entries_link_to_people_who_have_left_and_to_keys()
    {
        var bea = await Colleague.Come(Console, App, Bea, "admin");
        var id = await Colleague.Id(App, Bea);
        var tenant = await App.Tenant("one");
        await bea.Get("/settings/account");
        await bea.Post("/operations", ("operation", "note.add"), ("subject", tenant), ("text", "Called."), ("back", "/tenants"));

        var removed = await App.Run("team_member.remove", id);
        await Console.WaitForLogSubscribers();
        await Owner.Get("/audit?kind=run");

        Owner.Page.ShouldContain($"href=\"/settings/team/{id}\"><bdi>Bea Berg</bdi>");
        var key = Owner.Page.Split("href=\"/settings/keys?q=")[1].Split('"')[0];
        await Owner.Get($"/settings/keys?q={key}");
        Owner.Page.ShouldContain("Actions: test");
        (await Owner.Get($"/settings/team/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        Owner.Page.ShouldContain("Former team member");
        Owner.Page.ShouldContain($"/operations/{removed.GetProperty("id").GetString()}");
        Owner.Page.ShouldContain("note"); // the person's activity
    }

    [Fact]
    public async Task Ended_sessions_are_signed_out_at_the_next_request_and_undo_restores_them()
    {
        var bea = await Colleague.Come(Console, App, Bea, "support");
        var id = await Colleague.Id(App, Bea);

        var run = await App.Run("team_member.end_sessions", id);
        var after = await bea.Get("/tenants");
        await App.Undo(run);

        after.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await bea.Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ended_sessions_include_one_that_was_just_replaced_and_undo_does_not_reopen_it()
    {
        var bea = await Colleague.Come(Console, App, Bea, "admin");
        var sessions = Console.Services.GetRequiredService<Sessions>();
        var session = (await sessions.Find(bea.Cookie!, isActivity: true, TestContext.Current.CancellationToken))!;
        await using (var work = await Console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await sessions.Renew(session, work);
            await work.Commit();
        }
        var replaced = await bea.Get("/tenants");

        var run = await App.Run("team_member.end_sessions", await Colleague.Id(App, Bea));
        var ended = await bea.Get("/tenants");
        await App.Undo(run);
        var undone = await bea.Get("/tenants");

        (replaced.StatusCode, ended.StatusCode, undone.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.Redirect));
    }

    [Fact]
    public async Task Active_operations_are_shown_only_to_readers_of_operations()
    {
        var tenant = await App.Tenant("one");
        await App.Run("role.create", "tnt_platform", new { name = "Team only", permissions = new[] { "team_member.read" } });
        var (reader, id) = (await TestBrowser.Join(Console, "team_only"), await Colleague.Id(App, TestBrowser.Email));
        var preview = await App.Preview("tenant.suspend", [tenant]);
        await App.Post(
            "/api/v1/runs",
            new { preview = preview.GetProperty("id").GetString(), at = preview.GetProperty("created_at").GetDateTimeOffset().AddHours(8) }
        );
        await TestCluster.Current.Force(Console.Options.Connections, $"update core.runs set requested_by = '{id}' where state = 'queued'");

        await Owner.Get($"/settings/team/{id}");
        var page = await reader.Get($"/settings/team/{id}");

        Owner.Page.ShouldContain("Active operations");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        reader.Page.ShouldNotContain("Active operations");
    }

    [Fact]
    public async Task Sessions_of_a_person_with_more_permissions_cannot_be_ended()
    {
        var bea = await Colleague.Come(Console, App, Bea, "admin");
        var owner = await Colleague.Id(App, TestBrowser.Email);

        await bea.Get($"/operations/new?operation=team_member.end_sessions&subject={owner}&back=/settings/team");

        bea.Page.ShouldContain("more permissions than you");
        await App.Run("team_member.end_sessions", await Colleague.Id(App, Bea));
        (await App.Refusal("team_member.end_sessions", await Colleague.Id(App, Bea))).ShouldBe("not_signed_in");
    }
}
