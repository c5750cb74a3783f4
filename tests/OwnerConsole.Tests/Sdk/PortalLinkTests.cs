using System.Net;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

public sealed class PortalLinkTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task An_application_opens_the_portal_of_a_tenant_for_a_member()
    {
        await using var app = await ConnectedApp.Start(console);
        await app.Console.ReportTenant("studio-7", new() { Name = "Studio 7" });
        await app.Console.ReportMember("studio-7", "ada-1", new() { Name = "Ada" });
        var visitor = new TestBrowser(console);

        var link = await app.Console.OpenPortal("studio-7", "ada-1", new("https://app.example.com/billing"), PortalScopes.PlanRead);
        await visitor.Get(link.Url.ToString());
        var page = await visitor.Get("/account/plan");
        var asking = await visitor.Get("/account/plan/request");
        var unknown = await Should.ThrowAsync<RefusedException>(() => app.Console.OpenPortal("studio-8"));

        (page.StatusCode, asking.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Forbidden));
        visitor.Page.ShouldContain("Studio 7");
        visitor.Page.ShouldContain("https://app.example.com/billing");
        link.Id.ShouldStartWith("pss_");
        unknown.Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
