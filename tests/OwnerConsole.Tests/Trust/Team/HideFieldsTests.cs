using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Hiding fields per role, and that there is no way around it. HiddenFieldsTests checks that hidden fields are absent everywhere.</summary>
public sealed class HideFieldsTests : OwnConsole
{
    private static readonly string[] s_chief = ["tenant.*", "role.*", "team_member.*", "api_key.*", "plan.*", "operation.read", "account.manage"];

    [Fact]
    public async Task A_hidden_email_address_is_not_found_by_its_text()
    {
        var tenant = await App.Tenant("guessed");
        await App.Put($"/api/v1/tenants/{tenant}/members/ext:plain", new { name = "Plain Name", email = "noname77@hid.example" });
        var bea = await TestBrowser.Join(Console, "admin");
        await bea.Get("/members?q=noname77");
        var before = bea.Page;

        await App.Run("role.hide_fields", "rol_admin", new { hides = new[] { "contact" } });

        before.ShouldContain("Plain Name");
        foreach (var address in new[] { "/members?q=noname77", "/find/found?q=noname77" })
        {
            await bea.Get(address);
            bea.Page.ShouldNotContain("Plain Name");
        }
        await bea.Get("/members?q=plain");
        bea.Page.ShouldContain("Plain Name");
    }

    [Fact]
    public void The_weight_of_a_preview_has_no_amount_for_people_who_cannot_see_money()
    {
        HiddenFields.BeginRequest();
        HiddenFields.Set(["money"]);

        JsonSerializer.Serialize(new Weight(3, 4917), Json.ResponseOptions).ShouldBe("""{"people":3}""");
    }

    [Fact]
    public async Task Hidden_fields_apply_at_once_and_undo_shows_them_again()
    {
        await App.Tenant("acorn");
        var bea = await TestBrowser.Join(Console, "admin");
        await bea.Get("/tenants");
        bea.Page.ShouldContain("Contact");

        var run = await App.Run("role.hide_fields", "rol_admin", new { hides = new[] { "money", "contact" } });
        await bea.Get("/tenants");
        var hidden = bea.Page;
        await Owner.Get("/settings/team/roles/admin");
        var page = Owner.Page;
        await App.Undo(run);
        await bea.Get("/tenants");

        hidden.ShouldNotContain("Contact<");
        page.ShouldContain("Amounts of money, email addresses.");
        bea.Page.ShouldContain("Contact");
        (await Hides("admin")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_owner_role_cannot_hide_fields_and_unknown_classes_are_refused()
    {
        (await App.Refusal("role.hide_fields", "rol_owner", new { hides = new[] { "money" } })).ShouldBe("unrestricted_role");
        (await App.Refusal("role.hide_fields", "rol_admin", new { hides = new[] { "shoes" } })).ShouldBe("bad_class");
        (await App.Refusal("role.hide_fields", "rol_admin", new { hides = Array.Empty<string>() })).ShouldBe("no_change");
    }

    [Fact]
    public async Task An_older_run_cannot_be_undone_after_a_later_change()
    {
        var first = await App.Run("role.hide_fields", "rol_support", new { hides = new[] { "money" } });
        await App.Run("role.hide_fields", "rol_support", new { hides = new[] { "contact" } });

        (await App.UndoRefused(first)).ShouldBe("moved_on");
        (await Hides("support")).ShouldBe(["contact"]);
    }

    [Theory]
    [InlineData("operation=team_member.invite&subject=tnt_platform&email=cem@example.org&name=Cem&role=chief", null)]
    [InlineData("operation=team_member.invite&subject=tnt_platform&email=cem@example.org&name=Cem&role=night_shift", "more permissions than you have")]
    [InlineData("operation=role.hide_fields&subject={night_shift}&hides=contact", "permissions that you don't have")]
    [InlineData("operation=role.hide_fields&subject={night_shift}&hides=money", "permissions that you don't have")]
    [InlineData("operation=role.change&subject={night_shift}&name=Other", "permissions that you don't have")]
    [InlineData("operation=api_key.create&subject=tnt_platform&name=Mine&scopes=tenant.read", "more access than you")]
    public async Task A_person_cannot_give_access_to_fields_hidden_from_them(string form, string? refusal)
    {
        var night = await Make("Night shift", "tenant.read", "operation.read");
        var chief = await Make("Chief", s_chief);
        await App.Run("role.hide_fields", chief, new { hides = new[] { "money" } });
        var bea = await TestBrowser.Join(Console, "chief");

        await bea.Get($"/operations/new?{form.Replace("{night_shift}", night, StringComparison.Ordinal)}&back=/settings/team");

        if (refusal is null)
            bea.Page.ShouldNotContain("more permissions than you have");
        else
            bea.Page.ShouldContain(refusal);
    }

    [Fact]
    public async Task A_role_hides_the_fields_that_are_hidden_from_its_creator()
    {
        var chief = await Make("Chief", s_chief);
        await App.Run("role.hide_fields", chief, new { hides = new[] { "money" } });
        var bea = await TestBrowser.Join(Console, "chief");
        await bea.Get("/settings/account");

        await bea.Post(
            "/operations",
            ("operation", "role.create"),
            ("subject", IdGenerator.Platform),
            ("back", "/settings/team/roles"),
            ("name", "Mine"),
            ("permissions", "tenant.read")
        );

        (await Hides("mine")).ShouldBe(["money"]);
    }

    [Fact]
    public async Task Operations_on_hidden_fields_are_refused_with_the_reason()
    {
        var chief = await Make("Chief", s_chief);
        await App.Run("role.hide_fields", chief, new { hides = new[] { "money" } });
        var bea = await TestBrowser.Join(Console, "chief");

        using var answer = await bea.Get("/operations/new?operation=plan.create&subject=tnt_platform&back=/plans");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bea.Page.ShouldContain("Your role hides amounts of money.");
        await bea.Get("/plans");
        bea.Page.ShouldNotContain("id=\"add-plan\"");
        bea.Page.ShouldContain("data-denied=\"plan.create\"");
    }

    [Fact]
    public async Task A_log_proof_does_not_reveal_hidden_fields()
    {
        await App.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "gold",
                name = "Gold",
                price = new { amount = 4900, currency = "EUR" },
                interval = "month",
            }
        );
        await LogForgery.Signed(Console);
        await App.Run("role.hide_fields", "rol_admin", new { hides = new[] { "money" } });
        var (ann, bea) = (Owner, await TestBrowser.Join(Console, "admin"));

        using var shown = await ann.Get("/api/v1/log/proof?pos=1");
        await ann.Get("/api/v1/log", ("Accept", "application/x-ndjson"));
        using var proof = await bea.Get("/api/v1/log/proof?pos=1");
        await bea.Get("/api/v1/log", ("Accept", "application/x-ndjson"));

        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        ann.Page.ShouldContain("\"bytes\"");
        proof.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bea.Page.ShouldContain("\"leaf\"");
        bea.Page.ShouldNotContain("\"bytes\"");
    }

    [Fact]
    public void Every_operation_with_a_money_input_declares_it()
    {
        var silent = Console
            .Services.GetRequiredService<OperationCatalogue>()
            .Own.Where(operation => !operation.Definition.FieldClasses.Contains(FieldClass.Money))
            .Where(operation => operation.InputType.GetProperties().Any(property => property.PropertyType == typeof(Money)))
            .Select(operation => operation.Definition.Name);

        silent.ShouldBeEmpty();
    }

    private async Task<string> Make(string name, params string[] permissions) =>
        (await App.Run("role.create", IdGenerator.Platform, new { name, permissions })).Created();

    private async Task<IEnumerable<string?>> Hides(string key) =>
        (await App.Get("/api/v1/roles"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(role => role.GetProperty("key").GetString() == key)
            .GetProperty("hides")
            .EnumerateArray()
            .Select(word => word.GetString());
}
