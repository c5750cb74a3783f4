using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>A tenant's own pages are asked for as often as people do, and no more.</summary>
public sealed class PortalLimitsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Plan = "/account/plan";

    [Fact]
    public async Task Whoever_was_let_in_and_asks_too_often_is_told_in_words_when_to_come_back_and_nobody_else_waits()
    {
        var app = await TestApplication.Connect(console);
        var (eager, calm) = (await Enter(app, "limits-eager"), await Enter(app, "limits-calm"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Ask(eager)));
        var other = await Ask(calm);

        answers.Count(answer => answer.Status is HttpStatusCode.OK).ShouldBeInRange(30, 80);
        var refused = answers.First(answer => answer.Status is not HttpStatusCode.OK);
        (refused.Status, refused.RetryAfter).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)));
        refused.Page.ShouldContain("Too many requests. Wait a few seconds and try again.");
        refused.Page.ShouldNotContain("Owner Console");
        other.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_makes_up_links_is_refused_before_anybody_looks_at_them()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 800).Select(number => Ask(cookie: null, $"/account/open?link=tnt_x.{number}")));

        answers.Count(answer => answer.Status is HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(0);
        answers.Count(answer => answer.Status is HttpStatusCode.Gone).ShouldBeGreaterThan(0);
    }

    /// <returns>the cookie of somebody who was let in</returns>
    private async Task<string> Enter(TestApplication app, string tenant)
    {
        await app.Tenant(tenant);
        var opened = await app.Post("/api/v1/portal-sessions", new { tenant = "ext:" + tenant });
        var visitor = new TestBrowser(console);
        await visitor.Get(new Uri(opened.GetProperty("url").GetString()!).PathAndQuery);
        return visitor.Cookies;
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Page)> Ask(string? cookie, string path = Plan)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html");
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var answer = await console.Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync());
    }
}
