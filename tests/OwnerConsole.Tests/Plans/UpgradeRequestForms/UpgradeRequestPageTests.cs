using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Plans.UpgradeRequestForms;

/// <summary>Members of a tenant request another plan on their own page.</summary>
public sealed partial class UpgradeRequestPageTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private const string Address = "/account/plan/request";

    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_request_with_its_reason_reaches_the_owner_and_shows_the_answer()
    {
        var tenant = await _limited.On("ask", "starter");
        await _limited.App.Put($"/api/v1/tenants/{tenant}/members", new { data = new[] { new { id = "ext:ada" } } });
        var visitor = await SignIn(tenant, member: "ext:ada");

        await visitor.Get("/account/plan");
        visitor.Page.ShouldContain($"{Address}?plan=pro");
        await visitor.Get($"{Address}?plan=pro");
        visitor.Page.ShouldMatch("value=\"pro\" selected");
        var sent = await Send(visitor, Address, ("plan", "pro"), ("reason", "We have more clients than fit."));
        await visitor.Get(Address);
        var asked = (await Requests(tenant)).ShouldHaveSingleItem();

        (sent.StatusCode, sent.Headers.Location!.OriginalString).ShouldBe((HttpStatusCode.Redirect, Address));
        visitor.Page.ShouldContain("Pending");
        visitor.Page.ShouldContain("We have more clients than fit.");
        asked.GetProperty("plan").GetString().ShouldBe("pro");
        asked.GetProperty("replaces").EnumerateArray().Select(plan => plan.GetString()).ShouldBe(["starter"]);
        asked.GetProperty("requested_by").GetString()!.ShouldStartWith("mbr_");

        await _limited.App.Run("upgrade.reject", asked.GetProperty("id").GetString()!, new { reason = "Not this month." });
        await visitor.Get("/account/plan");
        visitor.Page.ShouldContain("Declined");
        visitor.Page.ShouldContain("Not this month.");
    }

    [Fact]
    public async Task A_tenant_cancels_its_own_request_but_not_anothers()
    {
        var (mine, theirs) = (await _limited.On("ask-cancel", "starter"), await _limited.On("ask-foreign", "starter"));
        var (me, them) = (await SignIn(mine), await SignIn(theirs));
        foreach (var visitor in new[] { me, them })
        {
            await visitor.Get(Address);
            await Send(visitor, Address, ("plan", "pro"), ("reason", "More room."));
        }
        var (ours, foreign) = (Id((await Requests(mine))[0]), Id((await Requests(theirs))[0]));

        await me.Get(Address);
        var cancelled = await Send(me, $"{Address}/{ours}/cancel");
        await me.Get(Address);
        var reached = await Send(me, $"{Address}/{foreign}/cancel");
        await me.Get(Address);
        var twice = await Send(me, $"{Address}/{ours}/cancel");

        (cancelled.StatusCode, twice.StatusCode, reached.StatusCode).ShouldBe((HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.NotFound));
        (await Requests(mine))[0].GetProperty("state").GetString().ShouldBe("cancelled");
        (await Requests(theirs))[0].GetProperty("state").GetString().ShouldBe("open");
    }

    [Fact]
    public async Task A_missing_field_is_named_and_the_input_is_kept()
    {
        var tenant = await _limited.On("ask-bad", "starter");
        var visitor = await SignIn(tenant);
        await visitor.Get(Address);

        var noReason = await Send(visitor, Address, ("plan", "pro"), ("reason", "  "));
        visitor.Page.ShouldContain("Enter a reason");
        var noPlan = await Send(visitor, Address, ("plan", "starter"), ("reason", "We have it <already>."));
        visitor.Page.ShouldContain("Choose one of the listed plans.");
        visitor.Page.ShouldContain("We have it <already>.");
        var tooLong = await Send(visitor, Address, ("plan", "pro"), ("reason", new string('a', 2001)));

        new[] { noReason, noPlan, tooLong }.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity);
        (await Requests(tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tenant_with_several_plans_chooses_which_one_to_replace()
    {
        var tenant = await _limited.On("ask-several", "starter", "pro");
        var visitor = await SignIn(tenant);
        await visitor.Get(Address);

        await Send(visitor, Address, ("plan", "enterprise"), ("reason", "All in one."), ("replaces", "pro"));

        visitor.Page.ShouldNotContain("role=\"alert\"");
        (await Requests(tenant))[0].GetProperty("replaces").EnumerateArray().Select(plan => plan.GetString()).ShouldBe(["pro"]);
    }

    [Fact]
    public async Task A_form_from_another_origin_or_without_its_token_is_refused()
    {
        var tenant = await _limited.On("ask-forged", "starter");
        var (visitor, other) = (await SignIn(tenant), await SignIn(tenant));
        await visitor.Get(Address);
        await other.Get(Address);
        (string, string)[] asked = [("plan", "pro"), ("reason", "More room.")];

        var without = await visitor.PostRaw(Address, TestBrowser.Form(asked), ("Sec-Fetch-Site", "same-origin"));
        var anothers = await visitor.PostRaw(Address, TestBrowser.Form([.. asked, ("form_token", Token(other))]), ("Sec-Fetch-Site", "same-origin"));
        var elsewhere = await visitor.PostRaw(Address, TestBrowser.Form([.. asked, ("form_token", Token(visitor))]), ("Sec-Fetch-Site", "cross-site"));
        var json = await visitor.PostRaw(Address, new StringContent("{}", null, "application/json"), ("Sec-Fetch-Site", "same-origin"));

        new[] { without, anothers, elsewhere, json }.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Forbidden);
        (await Requests(tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_visitors_with_the_request_scope_can_open_the_form()
    {
        var tenant = await _limited.On("ask-scope", "starter");
        var looks = await SignIn(tenant, scopes: [PortalAccess.PlanRead]);
        var asks = await SignIn(tenant, scopes: [PortalAccess.UpgradeRequest]);

        await looks.Get("/account/plan");
        looks.Page.ShouldNotContain(Address);
        (await looks.Get(Address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await asks.Get(Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        asks.Page.ShouldNotContain("href=\"/account/plan\"");
    }

    private static string Id(JsonElement request) => request.GetProperty("id").GetString()!;

    private static string Token(TestBrowser visitor) => FormToken().Match(visitor.Page).Groups[1].Value;

    private static Task<HttpResponseMessage> Send(TestBrowser visitor, string path, params (string, string)[] fields) =>
        visitor.PostRaw(path, TestBrowser.Form([.. fields, ("form_token", Token(visitor))]), ("Sec-Fetch-Site", "same-origin"));

    private async Task<IReadOnlyList<JsonElement>> Requests(string tenant) =>
        [.. (await _limited.App.Get($"/api/v1/tenants/{tenant}/upgrade-requests")).GetProperty("data").EnumerateArray()];

    private async Task<TestBrowser> SignIn(string tenant, string? member = null, string[]? scopes = null)
    {
        var visitor = new TestBrowser(console);
        var opened = await _limited.App.Post(
            "/api/v1/portal-sessions",
            new
            {
                tenant,
                member,
                scopes,
            }
        );
        var entered = await visitor.Get(opened.GetProperty("url").GetString()!);
        entered.Headers.Location!.OriginalString.ShouldBe(scopes is [PortalAccess.UpgradeRequest] ? Address : "/account/plan");
        return visitor;
    }

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
