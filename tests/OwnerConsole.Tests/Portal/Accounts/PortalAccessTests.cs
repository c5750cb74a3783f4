using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Portal.Accounts;

/// <summary>An application gives its users access to the portal of their tenant only.</summary>
public sealed class PortalAccessTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Sessions = "/api/v1/portal-sessions",
        Plan = "/account/plan";

    [Fact]
    public async Task A_link_opens_the_portal_of_the_tenant_once()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("portal-once", "Studio Nord");
        var opened = await app.Post(Sessions, new { tenant = "ext:portal-once", return_url = "https://app.example.com/billing" });
        var (first, second) = (new TestBrowser(console), new TestBrowser(console));

        var entered = await first.Get(Url(opened));
        var seen = await first.Get(Plan);
        var again = await second.Get(Url(opened));

        opened.GetProperty("id").GetString()!.ShouldStartWith("pss_");
        opened.GetProperty("expires_at").GetDateTimeOffset().ShouldBeInRange(Now.AddMinutes(4), Now.AddMinutes(6));
        (entered.StatusCode, entered.Headers.Location!.OriginalString).ShouldBe((HttpStatusCode.Redirect, Plan));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();
        foreach (var part in new[] { "__host-oc-portal=", "httponly", "secure", "samesite=none", "partitioned", "path=/" })
            cookie.ShouldContain(part);
        seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Page.ShouldContain("Studio Nord");
        first.Page.ShouldContain("href=\"https://app.example.com/billing\"");
        again.StatusCode.ShouldBe(HttpStatusCode.Gone);
        second.Page.ShouldContain("Go back to your application and open the page again.");
    }

    [Fact]
    public async Task An_expired_forged_or_truncated_link_gives_no_access()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, other) = (await app.Tenant("portal-old"), await app.Tenant("portal-other"));
        var late = Url(await Open(app, tenant));
        await UpdateSessions("update core.portal_sessions set link_until = now() - interval '1 second' where tenant_id = @tenant", tenant);
        var good = Url(await Open(app, tenant));

        foreach (
            var wrong in new[]
            {
                late,
                good[..^1],
                good.Replace(tenant, other, StringComparison.Ordinal),
                good.Replace(tenant, $"{tenant},{other}", StringComparison.Ordinal),
                good.Replace(tenant, "tnt_platform", StringComparison.Ordinal),
                "/account/open",
                "/account/open?link=x",
            }
        )
        {
            var visitor = new TestBrowser(console);
            var answer = await visitor.Get(wrong);

            answer.StatusCode.ShouldBe(HttpStatusCode.Gone, wrong);
            visitor.Cookies.ShouldBeEmpty();
            visitor.Page.ShouldNotContain("Owner Console");
        }
        (await new TestBrowser(console).Get(good)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Prefetching_does_not_use_up_a_link()
    {
        var app = await TestApplication.Connect(console);
        var link = Url(await Open(app, await app.Tenant("portal-ahead")));
        var visitor = new TestBrowser(console);

        var ahead = await visitor.Get(link, ("Sec-Purpose", "prefetch;prerender"));
        var then = await visitor.Get(link);

        (ahead.StatusCode, then.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.Redirect));
    }

    [Fact]
    public async Task A_portal_session_ends_after_an_hour_and_says_how_to_return()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-hour");
        var visitor = await Enter(app, tenant);
        await using (var work = await console.Database.Read())
            (await work.One<DateTimeOffset>("select ends_at from core.portal_sessions where tenant_id = @tenant", new { tenant })).ShouldBeInRange(
                Now.AddMinutes(59),
                Now.AddMinutes(61)
            );

        await UpdateSessions("update core.portal_sessions set ends_at = now() where tenant_id = @tenant", tenant);
        var over = await visitor.Get(Plan);

        over.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        visitor.Page.ShouldContain("Link expired");
        visitor.Page.ShouldNotContain("sign-in");
    }

    [Theory]
    [InlineData("""{}""", "tenant")]
    [InlineData("""{"tenant":"{t}","scopes":[]}""", "scopes")]
    [InlineData("""{"tenant":"{t}","scopes":["plan.read","tenant.read"]}""", "scopes")]
    [InlineData("""{"tenant":"{t}","return_url":"javascript:alert(1)"}""", "return_url")]
    [InlineData("""{"tenant":"{t}","return_url":"/billing"}""", "return_url")]
    [InlineData("""{"tenant":"{t}","member":7}""", "member")]
    public async Task An_invalid_field_is_refused_by_name(string body, string field)
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-bad");

        var (status, said) = await app.Send(HttpMethod.Post, Sessions, body.Replace("{t}", tenant, StringComparison.Ordinal));

        status.ShouldBe(400, said.GetRawText());
        said.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(said.GetRawText());
    }

    [Fact]
    public async Task Unknown_and_inaccessible_tenants_and_members_are_not_found()
    {
        var app = await TestApplication.Connect(console);
        var (mine, theirs) = (await app.Tenant("portal-mine", members: 1), await app.Tenant("portal-theirs", members: 1));
        var member = (await app.Get($"/api/v1/tenants/{theirs}/members")).GetProperty("data")[0].GetProperty("id").GetString();
        var (bound, test) = (await TestApplication.Connect(console, onlyTenant: mine), await TestApplication.Connect(console, Mode.Test));

        async Task<int> Status(TestApplication who, object asked) => (await who.Send(HttpMethod.Post, Sessions, JsonSerializer.Serialize(asked))).Status;

        (await Status(app, new { tenant = "tnt_nobody" })).ShouldBe(404);
        (await Status(app, new { tenant = "tnt_platform" })).ShouldBe(404);
        (await Status(app, new { tenant = mine, member })).ShouldBe(404);
        (await Status(app, new { tenant = mine, member = "ext:m2" })).ShouldBe(404);
        (await Status(app, new { tenant = mine, member = "ext:m1" })).ShouldBe(201);
        (await Status(bound, new { tenant = mine })).ShouldBe(201);
        (await Status(bound, new { tenant = theirs })).ShouldBe(404);
        (await Status(test, new { tenant = mine })).ShouldBe(404);
        (await Status(await TestApplication.Connect(console, scopes: ["tenant.read"]), new { tenant = mine })).ShouldBe(403);
    }

    [Fact]
    public async Task Users_of_a_suspended_tenant_have_no_access()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-suspended");
        var visitor = await Enter(app, tenant);
        var link = Url(await Open(app, tenant));

        var run = await app.Run("tenant.suspend", tenant, new { cause = "billing" });
        var (status, refused) = await app.Send(HttpMethod.Post, Sessions, JsonSerializer.Serialize(new { tenant }));
        var (stays, enters) = (await visitor.Get(Plan), await new TestBrowser(console).Get(link));
        await app.Undo(run);

        (status, refused.GetProperty("code").GetString()).ShouldBe((409, "tenant_suspended"));
        (stays.StatusCode, enters.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Gone));
        (await visitor.Get(Plan)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_with_another_scope_cannot_open_the_plan()
    {
        var app = await TestApplication.Connect(console);
        var visitor = await Enter(app, await app.Tenant("portal-scope"), PortalAccess.UpgradeRequest);

        var answer = await visitor.Get(Plan);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        visitor.Page.ShouldContain("This link does not cover this page.");
    }

    [Fact]
    public async Task Console_and_portal_do_not_accept_the_cookies_of_the_other()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-apart");
        var (visitor, owner) = (await Enter(app, tenant), await TestBrowser.Owner(console));

        var inConsole = await visitor.Get($"/tenants/{tenant}");
        var inApi = await visitor.Get($"/api/v1/tenants/{tenant}/entitlements");
        var inPortal = await owner.Get(Plan);
        var byKey = await app.Send(HttpMethod.Get, Plan, null);

        inConsole.Headers.Location!.OriginalString.ShouldStartWith("/sign-in");
        inApi.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        inPortal.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        byKey.Status.ShouldBe(401);
        var routes = console.Services.GetRequiredService<IEnumerable<Microsoft.AspNetCore.Routing.EndpointDataSource>>();
        routes
            .SelectMany(source => source.Endpoints)
            .OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<OwnerConsole.Kernel.Modules.RequiredPermission>() is { IsPortal: true })
            .Select(route => route.RoutePattern.RawText!)
            .ShouldAllBe(path => path.StartsWith(PortalFramePolicy.PathPrefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_configured_origins_can_frame_the_portal_and_it_runs_no_script()
    {
        var app = await TestApplication.Connect(console);
        var visitor = await Enter(app, await app.Tenant("portal-frame"));
        var before = Policy(await visitor.Get(Plan));
        await app.Run(
            "setting.change",
            IdGenerator.Platform,
            new { key = PortalFramePolicy.Setting.Key, value = "https://app.example.com https://*.example.org" }
        );

        var after = Policy(await visitor.Get(Plan));
        var lost = Policy(await visitor.Get("/account/nothing"));
        var refused = await app.Refusal("setting.change", IdGenerator.Platform, new { key = PortalFramePolicy.Setting.Key, value = "*; script-src *" });

        before.ShouldContain("frame-ancestors 'none'");
        before.ShouldNotContain("script-src");
        after.ShouldContain("frame-ancestors https://app.example.com https://*.example.org;");
        lost.ShouldContain("frame-ancestors https://app.example.com");
        refused.ShouldNotBeNull();
    }

    [Fact]
    public async Task Sessions_are_deleted_a_day_after_they_ended()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-upkeep");
        await Open(app, tenant);
        await Enter(app, tenant);
        await Enter(app, tenant);
        await UpdateSessions("update core.portal_sessions set link_until = now() - interval '25 hours' where tenant_id = @tenant and used_at is null", tenant);
        await UpdateSessions(
            "update core.portal_sessions set ends_at = now() - interval '25 hours' where portal_id = (select max(portal_id) from core.portal_sessions where tenant_id = @tenant and used_at is not null)",
            tenant
        );

        await console.Services.GetRequiredService<IEnumerable<IWorkHandler>>().OfType<PortalUpkeep>().Single().Execute(null!, CancellationToken.None);

        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.portal_sessions where tenant_id = @tenant", new { tenant })).ShouldBe(1);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static string Url(JsonElement opened) => opened.GetProperty("url").GetString()!;

    private static string Policy(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();

    private static Task<JsonElement> Open(TestApplication app, string tenant) => app.Post(Sessions, new { tenant });

    /// <returns>A signed-in user of the portal.</returns>
    private async Task<TestBrowser> Enter(TestApplication app, string tenant, params string[] scopes)
    {
        var visitor = new TestBrowser(console);
        var opened = await app.Post(Sessions, new { tenant, scopes = scopes.Length == 0 ? [PortalAccess.PlanRead] : scopes });
        (await visitor.Get(Url(opened))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return visitor;
    }

    private async Task UpdateSessions(string sql, string tenant)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(sql, new { tenant });
        await work.Commit();
    }
}
