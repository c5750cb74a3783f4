using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>The members of the team, their roles, and their removal.</summary>
[Slow(18, "Team")]
public sealed class TeamTests : OwnConsole
{
    private const string Bea = "bea@example.org";

    [Fact]
    public async Task A_removed_person_has_no_access_until_the_removal_is_undone()
    {
        var bea = await Join(Bea, "support");

        var run = await App.Run("team_member.remove", await Id(Bea));
        var after = await bea.Get("/tenants");
        await bea.SignIn(bea.RecoveryCodes[0]);
        var signIn = await bea.Get("/tenants");
        await App.Undo(run);
        await bea.NewBrowser().SignIn(bea.RecoveryCodes[1]);

        after.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        signIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var back = bea.NewBrowser();
        await back.SignIn(bea.RecoveryCodes[2]);
        (await back.Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_role_change_applies_at_once_and_undo_restores_the_previous_role()
    {
        var bea = await Join(Bea, "support");

        var run = await App.Run("team_member.set_role", await Id(Bea), new { role = "admin" });
        var asAdmin = await bea.Get("/settings/keys");
        await App.Undo(run);
        var asSupport = await bea.Get("/settings/keys");

        asAdmin.StatusCode.ShouldBe(HttpStatusCode.OK);
        asSupport.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Role(Bea)).ShouldBe("support");
    }

    [Fact]
    public async Task The_last_owner_cannot_be_removed_or_demoted()
    {
        var ann = await Id(TestBrowser.Email);

        (await App.Refusal("team_member.remove", ann)).ShouldBe("last_owner");
        (await App.Refusal("team_member.set_role", ann, new { role = "admin" })).ShouldBe("last_owner");
        await Join(Bea, "owner");
        (await App.Refusal("team_member.remove", ann)).ShouldBeNull();
    }

    [Fact]
    public async Task An_undo_that_would_leave_no_owner_is_refused()
    {
        await Join(Bea, "support");
        var made = await App.Run("team_member.set_role", await Id(Bea), new { role = "owner" });
        await App.Run("team_member.remove", await Id(TestBrowser.Email));

        (await App.UndoRefused(made)).ShouldBe("moved_on");
        (await Role(Bea)).ShouldBe("owner");
    }

    [Fact]
    public async Task A_person_cannot_change_themselves_or_people_with_more_permissions()
    {
        var bea = await Join(Bea, "admin");
        var id = await Id(Bea);

        await bea.Get($"/operations/new?operation=team_member.set_role&subject={id}&role=owner&back=/settings/team");
        bea.Page.ShouldContain("You can't change your own role");
        await bea.Get($"/operations/new?operation=team_member.remove&subject={id}&back=/settings/team");
        bea.Page.ShouldContain("You can't remove yourself");
        await Join("cem@example.org", "owner");
        await bea.Get($"/operations/new?operation=team_member.remove&subject={await Id("cem@example.org")}&back=/settings/team");
        bea.Page.ShouldContain("more permissions than you");
    }

    [Fact]
    public async Task A_demoted_person_cannot_undo_their_demotion()
    {
        var bea = await Join(Bea, "owner");
        var run = await App.Run("team_member.set_role", await Id(Bea), new { role = "admin" });

        await bea.Get("/settings/account");
        await bea.Post($"/operations/{run.GetProperty("id").GetString()}/undo", ("back", "/settings/team"));

        (await Role(Bea)).ShouldBe("admin");
    }

    [Theory]
    [InlineData("read_only", "/settings/team", true)]
    [InlineData("read_only", "/settings/keys", true)]
    [InlineData("admin", "/settings/team", true)]
    [InlineData("support", "/settings/team", false, "team_member.read")]
    [InlineData("support", "/settings/team/export", false, "team_member.read")]
    [InlineData("support", "/settings/mail", false, "mail.read")]
    [InlineData("support", "/settings", false, "setting.read")]
    [InlineData("support", "/audit", false, "log.read")]
    [InlineData("finance", "/revenue", true)]
    [InlineData("finance", "/ops/backups", false, "backup.read")]
    [InlineData("finance", "/settings/team", false, "team_member.read")]
    [InlineData("analyst", "/explore", true)]
    [InlineData("analyst", "/emails", false, "email.read")]
    public async Task A_page_opens_for_permitted_roles_and_otherwise_names_the_missing_permission(string role, string page, bool opens, string? missing = null)
    {
        var person = await Join(Bea, role);

        var answer = await person.Get(page);

        answer.StatusCode.ShouldBe(opens ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        if (missing is not null)
            person.Page.ShouldContain(missing);
    }

    [Fact]
    public async Task The_list_can_be_searched_sorted_and_exported()
    {
        await Join(Bea, "support");
        await Invite("cem@example.org", "Cem", "finance");

        await Owner.Get("/settings/team?q=BEA@");
        Owner.Page.ShouldContain("Bea Berg");
        Owner.Page.ShouldNotContain("<b><bdi>Ann Owner</bdi></b>");
        Owner.Page.ShouldContain("Withdraw invitation for Cem");
        (await File("")).ShouldBe(["Ann Owner", "Bea Berg"]);
        (await File("?sort=-name")).ShouldBe(["Bea Berg", "Ann Owner"]);
        (await File("?role=support")).ShouldBe(["Bea Berg"]);
        ((int)(await Owner.Get("/settings/team?sort=shoe")).StatusCode).ShouldBe(400);
        await Owner.Get("/settings/team?q=nobody+at+all");
        Owner.Page.ShouldContain("No matching team members");
    }

    [Fact]
    public async Task A_withdrawn_invitation_is_invalid_until_its_withdrawal_is_undone()
    {
        var invited = await Invite(Bea, "Bea", "support");
        var withdrawn = await App.Run("invitation.withdraw", invited.Created());
        var link = invited.GetProperty("secret").GetString()!;

        (await new TestBrowser(Console).Get(link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        await App.Undo(withdrawn);

        (await new TestBrowser(Console).Get(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_test_key_cannot_read_the_team()
    {
        var demo = await TestApplication.Connect(Console, OwnerConsole.Data.Mode.Test);

        (await demo.Send(HttpMethod.Get, "/api/v1/team-members")).Status.ShouldBe(403);
        (await (await demo.Http.GetAsync("/settings/team/export")).Content.ReadAsStringAsync()).ShouldNotContain("Ann Owner");
        (await App.Get("/api/v1/team-members")).GetProperty("data")[0].GetProperty("has_second_factor").GetBoolean().ShouldBeTrue();
    }

    private Task<JsonElement> Invite(string email, string name, string role) =>
        App.Run(
            "team_member.invite",
            IdGenerator.Platform,
            new
            {
                email,
                name,
                role,
            }
        );

    private Task<TestBrowser> Join(string email, string role) => Colleague.Come(Console, App, email, role);

    private async Task<JsonElement> Person(string email) =>
        (await App.Get("/api/v1/team-members")).GetProperty("data").EnumerateArray().Single(person => person.GetProperty("email").GetString() == email);

    private Task<string> Id(string email) => Colleague.Id(App, email);

    private async Task<string?> Role(string email) => (await Person(email)).GetProperty("role").GetString();

    private async Task<IEnumerable<string>> File(string query) =>
        (await (await Owner.Get($"/settings/team/export{query}")).Content.ReadAsStringAsync())
            .TrimEnd()
            .Split("\r\n")
            .Skip(1)
            .Select(line => line.Split(',')[0]);
}
