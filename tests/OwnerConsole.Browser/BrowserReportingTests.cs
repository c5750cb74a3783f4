using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A page of the application reports events from the browser, and browsers refuse other pages that use the same key.</summary>
public sealed class BrowserReportingTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    private const string Script = """
        async ([url, key, subject]) => {
          const event = { specversion: '1.0', id: crypto.randomUUID(), source: location.origin, type: 'activity', subject };
          const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents+json' };
          try {
            const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(event) });
            return `${answer.status} ${(await answer.json()).accepted} ${answer.headers.has('ratelimit')}`;
          } catch (error) {
            return error.name;
          }
        }
        """;

    [Fact]
    public async Task A_page_can_report_only_from_an_origin_of_its_key()
    {
        await using var site = await Site();
        await using var other = await Site();
        var tenant = console.Ids[1];
        var ours = await TestApplication.OnPages(console, site.Urls.First());
        await TestApplication.OnPages(console, other.Urls.First()); // so that the preflight request of this origin succeeds

        var sent = await Send(site, ours.Key, tenant);
        var stolen = await Send(other, ours.Key, tenant);

        (sent, stolen).ShouldBe(("202 1 true", "TypeError"));
        (await console.Stored(tenant)).ShouldBe(1);
    }

    private async Task<string> Send(WebApplication site, string key, string tenant)
    {
        await using var context = await Chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Urls.First());
        return await page.EvaluateAsync<string>(Script, new[] { new Uri(console.Address, "/api/v1/events").ToString(), key, tenant });
    }

    private static async Task<WebApplication> Site()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.Run(context => context.Response.WriteAsync("<!doctype html><title>The application</title>"));
        await site.StartAsync();
        return site;
    }
}
