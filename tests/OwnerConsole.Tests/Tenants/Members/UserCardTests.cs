using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;
using OwnerConsole.Tests.Plans.Entitlements.Credits;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>The card of a user with its actions, suspensions of single users, and bulk operations on filtered and pasted users.</summary>
[Slow(5, "Members")]
public sealed partial class UserCardTests : OwnConsole
{
    [Fact]
    public async Task The_card_shows_plan_credits_and_the_actions_for_the_state()
    {
        await App.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "pro",
                name = "Pro",
                price = new { amount = 4900, currency = "USD" },
            }
        );
        await new LimitedPlatform(Console, App).Declare("exports", "counter", "export", allows: "5");
        var tenant = await App.Tenant("acme", "Acme", members: 1);
        await App.Run("tenant.change_plan", tenant, new { items = new[] { new { plan = "pro", quantity = 1 } } });
        await new CreditPlatform(Console, new(Console, App)).Grant(tenant, "50", "exports");
        var member = await Member(tenant, "m1");

        await Owner.Get($"/members/{member}");
        var before = Owner.Page;
        await App.Run("member.suspend", member, new { cause = "security", message = "Call us." });
        await App.Run("member.tag", member, new { tag = "vip" });
        await Owner.Get($"/members/{member}");
        var after = Owner.Page;

        before.ShouldContain("<bdi>Pro</bdi>");
        before.Split("id=\"member-credits\"")[1].Split("</div>")[0].ShouldContain("50");
        foreach (var action in new[] { "card-credits", "card-promo", "card-refund", "card-message", "card-reset" })
            before.ShouldContain($"id=\"{action}\"");
        before.ShouldContain("operation=member.suspend");
        before.ShouldContain("promotional=true&until=");
        after.ShouldContain("Suspended (security)");
        after.ShouldContain("<bdi>Call us.</bdi>");
        after.ShouldContain("<span class=\"tag\" dir=\"auto\">vip</span>");
        after.Split("id=\"card-access\"")[1].Split('>')[0].ShouldContain("operation=member.reactivate");
    }

    [Fact]
    public async Task A_report_does_not_lift_a_suspension_and_undo_keeps_a_later_one()
    {
        var tenant = await App.Tenant("acme", members: 2);
        var member = await Member(tenant, "m1");

        await App.Post("/api/v1/portal-sessions", new { tenant, member });
        var first = await App.Run("member.suspend", member, new { cause = "abuse", message = "Call us." });
        var links = await CountPortalLinks();
        await App.Put($"/api/v1/tenants/{tenant}/members/ext:m1", new { name = "Ada" });
        var suspended = await App.Get($"/api/v1/members/{member}");
        var listed = await App.Get("/api/v1/members?state=suspended");
        var again = await App.Refusal("member.suspend", member);
        var (portal, why) = await App.Send(HttpMethod.Post, "/api/v1/portal-sessions", JsonSerializer.Serialize(new { tenant, member }));
        var reactivated = await App.Run("member.reactivate", member);
        var moved = await App.UndoRefused(first);
        await App.Undo(reactivated);
        var restored = await App.Get($"/api/v1/members/{member}");

        suspended.GetProperty("state").GetString().ShouldBe("suspended");
        suspended.GetProperty("suspension").GetProperty("cause").GetString().ShouldBe("abuse");
        suspended.GetProperty("suspension").GetProperty("message").GetString().ShouldBe("Call us.");
        listed.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()).ShouldBe([member]);
        (links, portal, why.GetProperty("code").GetString()).ShouldBe((0L, 409, "member_suspended"));
        (again, moved).ShouldBe(("already_suspended", "moved_on"));
        restored.GetProperty("suspension").GetProperty("cause").GetString().ShouldBe("abuse");
        (await App.Refusal("member.reactivate", await Member(tenant, "m2"))).ShouldBe("not_suspended");
    }

    [Fact]
    public async Task Filtered_users_are_tagged_in_bulk_and_exactly_those_are_exported()
    {
        await Report();

        var preview = await App.Post(
            "/api/v1/previews",
            new
            {
                operation = "member.tag",
                query = new { role = "coach" },
                input = new { tag = "Beta" },
            }
        );
        await App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await Owner.Get("/members/export?format=csv&tag=BETA&columns=email");
        var file = Owner.Page;
        await Owner.Get("/members?tag=beta");
        var list = Owner.Page;
        var (status, _) = await App.Send(HttpMethod.Get, "/api/v1/members?state=gone");

        preview.GetProperty("subjects").GetArrayLength().ShouldBe(2);
        file.ShouldContain("ada@example.org");
        file.ShouldContain("bo@example.org");
        file.ShouldNotContain("cy@example.org");
        list.ShouldContain("id=\"bulk\"");
        list.ShouldNotContain(">cy<");
        status.ShouldBe(400);
    }

    [Fact]
    public async Task A_key_of_one_tenant_selects_only_its_users()
    {
        await Report();
        var other = await App.Tenant("other", members: 1);
        var bound = await TestApplication.Connect(Console, onlyTenant: other);

        var preview = await bound.Post(
            "/api/v1/previews",
            new
            {
                operation = "member.tag",
                query = new { state = "active" },
                input = new { tag = "beta" },
            }
        );

        preview.GetProperty("subjects").EnumerateArray().Select(row => row.GetProperty("id").GetString()).ShouldBe([await Member(other, "m1")]);
    }

    [Fact]
    public async Task Pasted_ids_and_emails_select_users_and_unknown_ones_are_named()
    {
        await Report();
        var bea = await TestBrowser.Join(Console, "support");
        await App.Run("role.hide_fields", "rol_support", new { hides = new[] { "contact" } });

        await Owner.Get("/members/select?back=/members");
        await Owner.Post("/members/select", ("back", "/members"), ("ids", "ADA@example.org\next:bo, nobody@example.org"));
        var found = Owner.Page;
        await Owner.Get(WebUtility.HtmlDecode(Next().Match(found).Groups["address"].Value));
        var chooser = Owner.Page;
        await Owner.Get("/members/select?back=/members");
        using var nothing = await Owner.Post("/members/select", ("back", "/members"), ("ids", " ,; "));
        await bea.Get("/members/select?back=/members");
        using var hidden = await bea.Post("/members/select", ("back", "/members"), ("ids", "ada@example.org"));

        found.ShouldContain("<bdi>nobody@example.org</bdi>");
        chooser.ShouldMatch(@"2 \w+ selected");
        chooser.ShouldContain("member.set_role");
        (nothing.StatusCode, hidden.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest));
    }

    private async Task<long> CountPortalLinks()
    {
        await using var work = await Console.Database.Read();
        return await work.One<long>("select count(*) from core.portal_sessions where link_until > now()");
    }

    /// <summary>Two coaches and a client.</summary>
    private async Task Report()
    {
        var tenant = await App.Tenant("acme");
        foreach (var name in new[] { "ada", "bo", "cy" })
            await App.Put(
                $"/api/v1/tenants/{tenant}/members/ext:{name}",
                new
                {
                    name,
                    email = $"{name}@example.org",
                    role = name == "cy" ? "client" : "coach",
                }
            );
    }

    private async Task<string> Member(string tenant, string externalId) =>
        (await App.Get($"/api/v1/tenants/{tenant}/members"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("external_id").GetString() == externalId)
            .GetProperty("id")
            .GetString()!; // an id is never null

    [GeneratedRegex("id=\"use-pasted\" href=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Next();
}
