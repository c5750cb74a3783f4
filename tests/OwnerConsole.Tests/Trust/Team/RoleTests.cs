using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Api;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Custom roles, and the limits above which another person must approve.</summary>
public sealed class RoleTests : OwnConsole
{
    private const string Bea = "bea@example.org";

    [Fact]
    public async Task A_role_created_in_the_form_grants_the_selected_permissions()
    {
        const string form = "/operations/new?operation=role.create&subject=tnt_platform&back=/settings/team/roles";
        await Owner.Get(form);
        Owner.Page.ShouldContain("<legend>Permissions</legend>");
        Owner.Page.ShouldContain("All reversible operations on tenants");

        var sent = await Owner.Post(
            "/operations",
            ("operation", "role.create"),
            ("subject", IdGenerator.Platform),
            ("back", "/settings/team/roles"),
            ("name", "Night shift"),
            ("permissions", ""),
            ("permissions", "tenant.read"),
            ("permissions", "team_member.read")
        );
        var bea = await Colleague.Come(Console, App, Bea, "night_shift");

        sent.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await bea.Get("/settings/team")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bea.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bea.Get("/settings/keys")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_changed_role_applies_at_once_and_undo_restores_it()
    {
        var role = await Make("Night shift", "tenant.read", "team_member.read");
        var bea = await Colleague.Come(Console, App, Bea, "night_shift");

        var run = await App.Run("role.change", role, new { name = "Day shift", permissions = new[] { "tenant.read", "api_key.read" } });
        var (team, keys) = ((await bea.Get("/settings/team")).StatusCode, (await bea.Get("/settings/keys")).StatusCode);
        await App.Undo(run);

        (team, keys).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.OK));
        (await bea.Get("/settings/team")).StatusCode.ShouldBe(HttpStatusCode.OK);
        bea.Page.ShouldContain("Night shift");
    }

    [Fact]
    public async Task Built_in_roles_and_roles_in_use_cannot_be_retired()
    {
        var role = await Make("Night shift", "tenant.read");
        await Colleague.Come(Console, App, Bea, "night_shift");

        (await App.Refusal("role.change", "rol_support", new { name = "Help" })).ShouldBe("built_in");
        (await App.Refusal("role.retire", "rol_support")).ShouldBe("built_in");
        (await App.Refusal("role.retire", role)).ShouldBe("in_use");
        await App.Run("team_member.set_role", await Colleague.Id(App, Bea), new { role = "support" });
        (await App.Refusal("role.retire", role)).ShouldBeNull();
    }

    [Theory]
    [InlineData("tenant.read", null)]
    [InlineData("tenant.suspend", null)]
    [InlineData("tenant.anonymise", "exceeds_own_permissions")]
    [InlineData("webhook_endpoint.create", "exceeds_own_permissions")]
    [InlineData("*", "bad_permissions")]
    [InlineData("Tenant.Read", "bad_permissions")]
    public async Task A_role_beyond_the_creators_permissions_is_refused(string permission, string? code)
    {
        var giver = await TestApplication.Connect(Console, scopes: ["tenant.*", "account.manage", "operation.read", "role.create"]);

        (await giver.Refusal("role.create", IdGenerator.Platform, new { name = "Mine", permissions = new[] { permission } })).ShouldBe(code);
    }

    [Fact]
    public async Task A_person_cannot_change_their_own_role_or_undo_a_change_of_it()
    {
        var role = await Make("Chief", "tenant.*", "role.*", "team_member.read", "operation.read", "account.manage");
        var bea = await Colleague.Come(Console, App, Bea, "chief");
        var run = await App.Run("role.change", role, new { permissions = new[] { "tenant.read", "role.*", "team_member.read", "operation.read" } });

        await bea.Get($"/operations/new?operation=role.change&subject={role}&permissions=tenant.read&back=/settings/team/roles");
        bea.Page.ShouldContain("You can't change your own role");
        await bea.Post($"/operations/{run.GetProperty("id").GetString()}/undo", ("back", "/settings/team/roles"));

        (await Permissions("chief")).ShouldNotContain("tenant.*");
    }

    [Fact]
    public async Task An_undo_does_not_assign_a_retired_role()
    {
        var role = await Make("Night shift", "tenant.read");
        await Colleague.Come(Console, App, Bea, "night_shift");
        var moved = await App.Run("team_member.set_role", await Colleague.Id(App, Bea), new { role = "support" });
        await App.Run("role.retire", role);

        (await App.UndoRefused(moved)).ShouldBe("moved_on");
        (await App.Refusal("team_member.invite", IdGenerator.Platform, Invited("cem@example.org", "night_shift"))).ShouldBe("no_such_role");
    }

    [Fact]
    public async Task A_run_above_the_limit_of_a_role_needs_approval()
    {
        var tenants = new[] { await App.Tenant("one"), await App.Tenant("two"), await App.Tenant("three") };
        await App.Run("role.set_ceiling", "rol_admin", new { permission = "tenant.*", subjects = 2 });
        var bea = await Colleague.Come(Console, App, Bea, "admin");
        await bea.Get($"/operations/new?operation=tenant.suspend&subject={tenants[0]}&subject={tenants[1]}&cause=billing&back=/tenants");
        bea.Page.ShouldNotContain("exceeds your limit");

        await bea.Get($"/operations/new?operation=tenant.suspend{string.Concat(tenants.Select(id => $"&subject={id}"))}&cause=billing&back=/tenants");

        bea.Page.ShouldContain("Needs approval: it exceeds your limit of 2 an hour.");
        var preview = await Console
            .Services.GetRequiredService<Previews>()
            .Create(
                new(await Colleague.Id(App, Bea), CallerKind.Person, ["tenant.*"]),
                "tenant.suspend",
                TargetSelection.Of(tenants),
                Json.Element(new { cause = "billing" }),
                CancellationToken.None
            );
        PreviewView
            .Of(preview, Console.Services.GetRequiredService<OperationCatalogue>().Find("tenant.suspend").Definition, Caller.System)
            .Asks.ShouldBe(new(Proof: false, SecondPerson: true, new("admin", "tenant.*", 3600, 2, null, 3, 0)));
        await bea.Get($"/operations/new?operation=team_member.invite&subject=tnt_platform&email=cem@example.org&name=Cem&role=support&back=/settings/team");
        bea.Page.ShouldContain("Team members with a usage limit");
    }

    [Fact]
    public async Task An_empty_limit_form_says_that_there_are_no_changes()
    {
        await Owner.Get(
            "/operations/new?operation=role.set_ceiling&subject=rol_support&permission=tenant.suspend&back=/settings/team/roles",
            ("HX-Request-Type", "partial")
        );

        Owner.Page.ShouldContain("No changes to save.");
        Owner.Page.ShouldNotContain("This isn't possible right now.");
    }

    [Fact]
    public async Task A_limit_is_shown_on_the_role_until_it_is_removed()
    {
        var run = await App.Run(
            "role.set_ceiling",
            "rol_support",
            new
            {
                permission = "tenant.suspend",
                per = "day",
                money = new { amount = 10_000, currency = "USD" },
            }
        );
        await Owner.Get("/settings/team/roles/support");
        Owner.Page.ShouldContain("100.00 USD a day");

        await App.Run("role.set_ceiling", "rol_support", new { permission = "tenant.suspend" });
        await Owner.Get("/settings/team/roles/support");

        Owner.Page.ShouldNotContain("100.00 USD a day");
        (await App.UndoRefused(run)).ShouldBe("moved_on");
        (await App.Refusal("role.set_ceiling", "rol_owner", new { permission = "tenant.suspend", subjects = 1 })).ShouldBe("owner_has_none");
    }

    [Fact]
    public async Task The_page_of_a_role_shows_its_permissions_and_members()
    {
        await Colleague.Come(Console, App, Bea, "support");

        await Owner.Get("/settings/team/roles/support");

        Owner.Page.ShouldContain("View tenants");
        Owner.Page.ShouldContain("Bea Berg");
        (await Owner.Get("/settings/team/roles/king")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_role_that_reads_only_members_opens_their_bulk_operations()
    {
        await Make("Front desk", "member.read", "member.suspend", "account.manage");
        var tenant = await App.Tenant("desk");
        var member = (await App.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada" })).GetProperty("id").GetString();
        var bea = await Colleague.Come(Console, App, Bea, "front_desk");

        using var choice = await bea.Get($"/operations/choose?kind=member&subject={member}&back=/members");
        var offered = bea.Page;
        using var form = await bea.Get($"/operations/new?operation=member.suspend&subject={member}&back=/members");
        using var tenants = await bea.Get("/tenants");

        (choice.StatusCode, form.StatusCode, tenants.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden));
        offered.ShouldContain("Suspend");
    }

    private async Task<string> Make(string name, params string[] permissions) =>
        (await App.Run("role.create", IdGenerator.Platform, new { name, permissions })).Created();

    private async Task<IEnumerable<string?>> Permissions(string key) =>
        (await App.Get("/api/v1/roles"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(role => role.GetProperty("key").GetString() == key)
            .GetProperty("permissions")
            .EnumerateArray()
            .Select(word => word.GetString());

    private static object Invited(string email, string role) =>
        new
        {
            email,
            name = "Cem",
            role,
        };
}
