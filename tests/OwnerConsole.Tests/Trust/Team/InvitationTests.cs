using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Trust.Team;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Invitations: a person is invited, joins by the link and has exactly the intended role.</summary>
public sealed partial class InvitationTests : IAsyncLifetime
{
    private const string Bea = "bea@example.org",
        Cem = "cem@example.org";

    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_person_invited_by_email_joins_once_with_the_intended_role()
    {
        await using var postbox = await MailServer.Start();
        await postbox.Connect(_app);
        var run = await Invite();
        var letter = await postbox.Next();
        var link = LinkIn().Match(letter.Text).Value;
        await _app.Await("/api/v1/emails?state=sent", letters => letters.GetProperty("data").GetArrayLength() == 1);

        var bea = new TestBrowser(_console);
        await bea.Get(link);
        bea.Page.ShouldContain("Welcome, Bea. You are invited as Support.");
        await bea.SetUp(link, Bea, "Bea Berg");

        (letter.To.Address, letter.Subject).ShouldBe((Bea, "test invited you to Time Bot"));
        Secret(run).ShouldBeNull();
        letter.Html!.ShouldContain($"https://console.timebot.example{link}");
        (await StoredInPlainText(link[15..])).ShouldBe(0);
        (await bea.Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bea.Get("/settings/keys")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bea.Page.ShouldContain("api_key.read");
        (await new TestBrowser(_console).Get(link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await _app.UndoRefused(run)).ShouldBe("moved_on");
    }

    [Fact]
    public async Task Without_email_the_link_is_shown_once_and_not_stored()
    {
        var run = await Invite();

        var link = Secret(run)!;
        var again = await _app.Get($"/api/v1/runs/{run.GetProperty("id").GetString()}");

        link.ShouldStartWith("/welcome?token=");
        Secret(again).ShouldBeNull();
        (await StoredInPlainText(link[15..])).ShouldBe(0);
        await new TestBrowser(_console).SetUp(link, Bea);
    }

    [Fact]
    public async Task A_second_invitation_invalidates_the_first_and_undo_restores_it()
    {
        var first = await Invite();
        var second = await Invite();

        (await Opens(first)).ShouldBe(HttpStatusCode.Gone);
        (await Opens(second)).ShouldBe(HttpStatusCode.OK);
        await _app.Undo(second);

        (await Opens(second)).ShouldBe(HttpStatusCode.Gone);
        (await Opens(first)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_invitation_expires_also_for_a_person_who_has_started_to_join()
    {
        var link = Secret(await Invite())!;
        var bea = new TestBrowser(_console);
        await bea.Get(link);
        await bea.Post("/welcome", ("token", link[15..]), ("name", "Bea"), ("password", TestBrowser.Password));
        await bea.Get("/welcome/code");
        bea.Key = bea.KeyOnPage();

        await Sql("update auth.invitations set expires_at = now()");

        (await new TestBrowser(_console).Get(link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await bea.Post("/welcome/code", ("code", bea.NextCode()))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Count("select count(*) from auth.users")).ShouldBe(0);
    }

    [Fact]
    public async Task An_invitation_ends_when_its_sender_leaves_and_is_valid_again_when_they_return()
    {
        var owner = await TestBrowser.Owner(_console);
        await Colleague.Come(_console, _app, Bea, "admin");
        var link = await InvitedBy(await Colleague.Id(_app, Bea));

        var removed = await _app.Run("team_member.remove", await Colleague.Id(_app, Bea));
        var cem = new TestBrowser(_console);
        var first = await cem.Get(link);
        var second = await cem.Get(link);

        removed.GetProperty("lines")[0].GetProperty("text").GetString()!.ShouldContain("invitations that end: 1");
        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Gone, HttpStatusCode.Gone));
        cem.Page.ShouldContain("<bdi>Bea Berg</bdi> has left the team");
        cem.Page.ShouldContain("Ask a team member with the role Owner or Admin to invite you again.");
        (await Count("select count(*) from core.log where code = 'invitation_ended'")).ShouldBe(1);
        (await State()).ShouldBe("ended");
        await owner.Get("/settings/team");
        owner.Page.ShouldContain("sender has left the team");
        await _app.Undo(removed);
        (await State()).ShouldBe("open");
        await cem.SetUp(link, Cem, "Cem");
    }

    [Fact]
    public async Task An_invitation_ends_when_its_sender_can_no_longer_grant_that_role()
    {
        await TestBrowser.Owner(_console);
        await Colleague.Come(_console, _app, Bea, "admin");
        var link = await InvitedBy(await Colleague.Id(_app, Bea));
        var cem = new TestBrowser(_console);
        await cem.Get(link);
        await cem.Post("/welcome", ("token", link[15..]), ("name", "Cem"), ("password", TestBrowser.Password));
        await cem.Get("/welcome/code");
        cem.Key = cem.KeyOnPage();

        var ceiling = await _app.Run("role.set_ceiling", "rol_admin", new { permission = "tenant.suspend", subjects = 2 });
        var under = await State();
        await _app.Undo(ceiling);
        var without = await State();
        await _app.Run("team_member.set_role", await Colleague.Id(_app, Bea), new { role = "support" });
        var answer = await cem.Post("/welcome/code", ("code", cem.NextCode()));

        (under, without, await State()).ShouldBe(("ended", "open", "ended"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        cem.Page.ShouldContain("<bdi>Bea Berg</bdi> can no longer invite people with this role");
        (await Count($"select count(*) from auth.users where email = '{Cem}'")).ShouldBe(0);
    }

    [Theory]
    [InlineData("", "Bea", "support", "bad_address")]
    [InlineData("Bea <bea@example.org>", "Bea", "support", "bad_address")]
    [InlineData("bea@exämple.org", "Bea", "support", "bad_address")]
    [InlineData(Bea, " ", "support", "bad_name")]
    [InlineData(Bea, "Bea", "king", "no_such_role")]
    [InlineData("ANN@example.org", "Ann", "support", "already_on_team")]
    public async Task An_invalid_invitation_is_refused(string email, string name, string role, string code)
    {
        await TestBrowser.Owner(_console);

        (await _app.Refusal("team_member.invite", IdGenerator.Platform, InvitationInput(email, name, role))).ShouldBe(code);
    }

    [Theory]
    [InlineData("support", "owner", "exceeds_own_permissions")]
    [InlineData("support", "admin", "exceeds_own_permissions")]
    [InlineData("support", "finance", "exceeds_own_permissions")]
    [InlineData("support", "support", null)]
    [InlineData("admin", "owner", "exceeds_own_permissions")]
    [InlineData("admin", "admin", null)]
    [InlineData("admin", "read_only", null)]
    public async Task A_role_beyond_the_senders_permissions_cannot_be_granted(string own, string role, string? code)
    {
        var words = (await Roles()).Single(teamRole => teamRole.Key == own).Grants;
        var giver = await TestApplication.Connect(_console, scopes: [.. words, "team_member.invite"]);

        (await giver.Refusal("team_member.invite", IdGenerator.Platform, InvitationInput(Bea, "Bea", role))).ShouldBe(code);
    }

    [Fact]
    public async Task A_refused_invitation_names_the_missing_permission()
    {
        var words = (await Roles()).Single(teamRole => teamRole.Key == "support").Grants;
        var support = await TestApplication.Connect(_console, scopes: words);

        var (status, body) = await support.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    operation = "team_member.invite",
                    subjects = new[] { IdGenerator.Platform },
                    input = InvitationInput(Bea, "Bea", "support"),
                }
            )
        );

        status.ShouldBe(403);
        body.GetProperty("detail").GetString()!.ShouldContain("team_member.invite");
    }

    [Fact]
    public async Task Roles_contain_known_permissions_and_an_admin_lacks_only_the_star_and_log_retention()
    {
        var known = _console.Services.GetRequiredService<ScopeCatalogue>().All.Append("account.manage").Where(word => word != "*").ToList();
        var roles = await Roles();

        roles.SelectMany(role => role.Grants).Where(grant => !known.Any(word => OwnerConsole.Kernel.Modules.Permissions.Covers([grant], word))).ShouldBeEmpty();
        var admin = roles.Single(role => role.Key == "admin").Grants;
        // Only owners configure how long the log proves the actions of admins.
        known.Where(word => !OwnerConsole.Kernel.Modules.Permissions.Covers(admin, word)).ShouldBe(["log_retention.configure"]);
        admin.ShouldNotContain("*");
    }

    private Task<JsonElement> Invite(string role = "support") => _app.Run("team_member.invite", IdGenerator.Platform, InvitationInput(Bea, "Bea", role));

    /// <returns>the link that a team member sends to Cem</returns>
    private async Task<string> InvitedBy(string sender)
    {
        var caller = new Caller(sender, CallerKind.Person, (await Roles()).Single(role => role.Key == "admin").Grants) { IsProved = true };
        var preview = await _console
            .Services.GetRequiredService<Previews>()
            .Create(
                caller,
                "team_member.invite",
                TargetSelection.Of(IdGenerator.Platform),
                Json.Element(InvitationInput(Cem, "Cem", "support")),
                CancellationToken.None
            );
        var run = await _console.Services.GetRequiredService<Runner>().Start(caller, new(preview.PreviewId), null, CancellationToken.None);
        return run.ShownOnce!;
    }

    /// <returns>the state of the only invitation</returns>
    private async Task<string> State() => (await _app.Get("/api/v1/invitations")).GetProperty("data")[0].GetProperty("state").GetString()!;

    private async Task<HttpStatusCode> Opens(JsonElement run) => (await new TestBrowser(_console).Get(Secret(run)!)).StatusCode;

    private async Task<IReadOnlyList<TeamRole>> Roles()
    {
        await using var look = await _console.Database.ReadTenants([]);
        return await TeamRole.All(look);
    }

    /// <returns>the number of stored rows that contain the token in plain text</returns>
    private Task<long> StoredInPlainText(string token) =>
        Count(
            $"select (select count(*) from core.emails l where to_jsonb(l)::text like '%{token}%' or l.state = 'sent' and l.secret is not null) + (select count(*) from auth.invitations i where to_jsonb(i)::text like '%{token}%') + (select count(*) from core.runs r where to_jsonb(r)::text like '%{token}%')"
        );

    private async Task<long> Count(string sql)
    {
        await using var look = await _console.Database.ReadTenants([IdGenerator.Platform]);
        return await look.One<long>(sql);
    }

    private async Task Sql(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(sql);
        await work.Commit();
    }

    private static object InvitationInput(string email, string name, string role) =>
        new
        {
            email,
            name,
            role,
        };

    private static string? Secret(JsonElement run) => run.GetProperty("secret").GetString();

    [GeneratedRegex(@"/welcome\?token=[\w-]+")]
    private static partial Regex LinkIn();
}
