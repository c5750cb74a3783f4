using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>What the status page of a tenant says while the database is down, and who can open it.</summary>
public sealed class TenantStatusOutageTests
{
    private const string Page = "/account/status";

    [Fact]
    public async Task While_the_database_is_down_the_page_of_a_tenant_says_so_and_links_to_the_public_page()
    {
        CuttableProxy portal = null!; // set before the console starts
        await using var console = await TestConsole.Start(options =>
            options with
            {
                Connections = options.Connections with { Portal = (portal = CuttableProxy.To(options.Connections.Portal)).Connection },
            }
        );
        var app = await TestApplication.Connect(console);
        await app.Run("status_page.configure", IdGenerator.Platform, new { name = "Time Bot", enabled = true });
        await Poll.Until(async () =>
        {
            using var answer = await console.Client.GetAsync("/status");
            return answer.StatusCode is HttpStatusCode.OK;
        });
        var opened = await app.Post("/api/v1/portal-sessions", new { tenant = await app.Tenant("status-down"), scopes = new[] { "status.read" } });
        var visitor = new TestBrowser(console);
        var entered = await visitor.Get(new Uri(opened.GetProperty("url").GetString()!).PathAndQuery);
        var before = await visitor.Get(Page);

        portal.Cut();
        var during = await visitor.Get(Page);

        entered.Headers.Location!.OriginalString.ShouldBe(Page);
        (before.StatusCode, during.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable));
        visitor.Page.ShouldContain("href=\"/status\"");
        visitor.Page.ShouldContain("which has no components that are limited to you");
    }

    [Fact]
    public async Task The_page_of_a_tenant_needs_its_scope_and_a_published_status_page()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("status-scope");
        var (denied, allowed) = (await Enter(console, app, tenant, "plan.read"), await Enter(console, app, tenant, "status.read"));

        (await denied.Get(Page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await allowed.Get(Page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Send(HttpMethod.Get, Page, null)).Status.ShouldBe(401);
    }

    private static Task<TestBrowser> Enter(TestConsole console, TestApplication app, string tenant, string scope) =>
        TestBrowser.EnterPortal(console, app, new { tenant, scopes = new[] { scope } });
}
