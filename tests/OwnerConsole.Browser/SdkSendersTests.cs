using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The published analytics SDK of Segment in a page of another origin, with a key that can only append events.</summary>
public sealed class SdkSendersTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    private const string Site = "http://localhost:5173";

    [Fact]
    public async Task Events_tracked_by_Segments_analytics_js_are_ingested()
    {
        await Send(
            """
            async ([host, key, tenant]) => {
              await new Promise((done) => document.head.append(Object.assign(document.createElement('script'), { src: '/@segment/analytics-next/dist/umd/index.js', onload: done })));
              const [protocol, address] = host.split('://');
              const ours = { 'Segment.io': { apiKey: key, apiHost: address + '/v1', protocol } };
              const analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnSettings: { integrations: ours } });
              await analytics.identify('anna');
              await analytics.track('class booked by segment', { room: 3 }, { context: { groupId: tenant } });
            }
            """
        );

        (await Ingested("class booked by segment")).ShouldBe(("guild-1", "anna", 3));
    }

    private async Task Send(string script)
    {
        var key = (await TestApplication.OnPages(console, Site)).Key;
        await WaitForOrigin();
        await using var browser = await Chromium.Launch("--disable-features=LocalNetworkAccessChecks"); // otherwise the browser asks whether a page can call this machine
        await using var context = await browser.NewContextAsync();
        await context.RouteAsync($"{Site}/**", Answer);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Site);
        await page.EvaluateAsync(script, new[] { console.Address.ToString().TrimEnd('/'), key, "guild-1" });
    }

    /// <summary>Waits until the console accepts the origin, which takes some seconds after the key was created.</summary>
    private async Task WaitForOrigin()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/t");
            request.Headers.TryAddWithoutValidation("Origin", Site);
            using var answer = await console.Client.SendAsync(request, patience.Token);
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(100, patience.Token);
        }
    }

    /// <returns>the tenant, the member and the data of the event</returns>
    private async Task<(string Tenant, string Member, int Room)> Ingested(string type)
    {
        await console.Until($"select exists (select from core.events where type = '{type}')");
        await using var work = await console.Database.Read();
        var found = await work.One<Row>(
            "select t.external_id as tenant, e.member, (e.data->>'room')::int as room from core.events e join core.tenants t using (tenant_id) where e.type = @type",
            new { type }
        );
        return (found!.Tenant, found.Member, found.Room);
    }

    /// <summary>Serves an empty page and the packages.</summary>
    private static Task Answer(IRoute route)
    {
        var path = new Uri(route.Request.Url).AbsolutePath;
        return path == "/"
            ? route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>A page of somebody else</title>" })
            : route.FulfillAsync(new() { ContentType = "text/javascript", Path = Packages() + path });
    }

    private static string Packages([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "senders", "node_modules"));

    internal sealed record Row(string Tenant, string Member, int Room);
}
