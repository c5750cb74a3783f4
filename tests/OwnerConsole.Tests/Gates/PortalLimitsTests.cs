using System.Diagnostics;
using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Gates;

/// <summary>Rate limits of the portal.</summary>
public sealed class PortalLimitsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Plan = "/account/plan";

    [Fact]
    public async Task A_portal_session_is_rate_limited_without_affecting_others()
    {
        var app = await TestApplication.Connect(console);
        var (eager, calm) = (await Enter(app, "limits-eager"), await Enter(app, "limits-calm"));

        var time = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Ask(eager)));
        var refilled = 5 * (int)(time.Elapsed.TotalSeconds + 1);
        var other = await Ask(calm);

        // The first page of the session was one of the burst of 30.
        answers.Count(answer => answer.Status is HttpStatusCode.OK).ShouldBeInRange(29, 30 + refilled);
        var refused = answers.First(answer => answer.Status is not HttpStatusCode.OK);
        (refused.Status, refused.RetryAfter).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)));
        refused.Page.ShouldContain("Too many requests. Wait a few seconds and try again.");
        refused.Page.ShouldNotContain("Owner Console");
        other.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_guesses_links_is_refused_before_they_are_looked_up()
    {
        await using var own = await TestConsole.Start();
        var time = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1600).Select(number => Ask(cookie: null, $"/account/open?link=tnt_x.{number}", own)));
        var refilled = 100 * (int)(time.Elapsed.TotalSeconds + 1);

        var lookedUp = answers.Count(answer => answer.Status is HttpStatusCode.Gone);
        lookedUp.ShouldBeInRange(600, 600 + refilled);
        answers.Count(answer => answer.Status is HttpStatusCode.TooManyRequests).ShouldBe(1600 - lookedUp);
    }

    /// <returns>The cookie of a portal session.</returns>
    private async Task<string> Enter(TestApplication app, string tenant)
    {
        await app.Tenant(tenant);
        return (await TestBrowser.EnterPortal(console, app, new { tenant = "ext:" + tenant })).Cookies;
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Page)> Ask(string? cookie, string path = Plan, TestConsole? on = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html");
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var answer = await (on ?? console).Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync());
    }
}
