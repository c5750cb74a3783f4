using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The portal of a tenant, opened by a link and embedded in a page of the application.</summary>
public sealed class PortalTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_link_opens_the_plan_and_usage_in_light_and_dark_colours(int width)
    {
        var tenant = await TenantWithUsage(width);
        await using var window = await console.Open(width, isSignedIn: false);
        var page = window.Page;

        await page.GotoAsync(await Link(tenant));

        new Uri(page.Url).AbsolutePath.ShouldBe("/account/plan");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Plan and usage");
        await Assertions.Expect(page.Locator($"#usage-visits-{width}")).ToContainTextAsync("9 of 10 visits");
        await Assertions.Expect(page.Locator($"#usage-visits-{width}")).ToContainTextAsync("Almost used up");
        await Assertions.Expect(page.Locator($"#offer-large-{width}")).ToContainTextAsync("100 visits a month instead of 10");
        await window.Press(page.GetByRole(AriaRole.Main).Locator("summary"));
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("4 visits");
        await window.TabTo(page.GetByRole(AriaRole.Link, new() { Name = "Back" }));
        foreach (var light in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = light });
            await PageInspector.Inspect(page, $"/account/plan at {width} {light}", theme: "");
        }
        await page.GetByRole(AriaRole.Link, new() { Name = $"Request large {width}", Exact = true }).ClickAsync();
        foreach (var light in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = light });
            await PageInspector.Inspect(page, $"/account/plan/request at {width} {light}", theme: "");
        }
        window.ShouldHaveNoComplaints();

        await page.Context.ClearCookiesAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Link expired");
        await PageInspector.Inspect(page, $"closed at {width}", theme: "");
        window.ShouldComplainOnlyOf("401");
    }

    [Fact]
    public async Task The_portal_is_embedded_only_by_configured_origins()
    {
        var tenant = await TenantWithUsage(1);
        string[] links = [await Link(tenant), await Link(tenant), await Link(tenant)];
        await using var named = await Embedding(links[0], links[1]);
        await using var other = await Embedding(links[2]);
        await console.Application.Run("setting.change", IdGenerator.Platform, new { key = "portal.embedded_by", value = named.Urls.Single() });
        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width, isSignedIn: false);
            var page = window.Page;
            var frame = page.FrameLocator("iframe");

            await page.GotoAsync(named.Urls.Single());
            await Assertions.Expect(frame.Locator("#usage-visits-1")).ToContainTextAsync("9 of 10 visits");
            await page.Locator("iframe").EvaluateAsync("frame => frame.src = frame.src.replace(/open.*/, 'plan')"); // with the cookie and without a link
            await Assertions.Expect(frame.Locator("#usage-visits-1")).ToContainTextAsync("9 of 10 visits");
            await frame.GetByRole(AriaRole.Link, new() { Name = "Request large 1", Exact = true }).ClickAsync();
            await Assertions.Expect(frame.GetByRole(AriaRole.Combobox, new() { Name = "Plan" })).ToHaveValueAsync("large-1");
            await frame.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FillAsync("Nine of ten, and the month is young.");
            await frame.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
            await Assertions.Expect(frame.GetByText("Pending")).ToBeVisibleAsync();
            await frame.Locator("body").WaitForPaint(); // the frame is of another site
            await frame.GetByRole(AriaRole.Button, new() { Name = "Cancel request for large 1" }).ClickAsync();
            await Assertions.Expect(frame.GetByText("Pending")).ToHaveCountAsync(0);
            await Assertions.Expect(frame.GetByText("Cancelled").First).ToBeVisibleAsync();
            (await page.Context.CookiesAsync()).ShouldHaveSingleItem().Name.ShouldBe("__Host-oc-portal");
            window.ShouldHaveNoComplaints();
        }
        await using var elsewhere = await console.Open(isSignedIn: false);

        await elsewhere.Page.RunAndWaitForConsoleMessageAsync(
            () => elsewhere.Page.GotoAsync(other.Urls.Single()),
            new() { Predicate = message => message.Text.Contains("frame-ancestors", StringComparison.Ordinal) }
        );

        await Assertions.Expect(elsewhere.Page.FrameLocator("iframe").Locator("#usage-visits-1")).ToHaveCountAsync(0);
        elsewhere.ShouldComplainOnlyOf("frame-ancestors", "chrome-error");
    }

    /// <returns>an application on another site, whose page embeds the next of these links on each load</returns>
    private static async Task<WebApplication> Embedding(params string[] links)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var left = new Queue<string>(links);
        app.MapGet(
            "/",
            () =>
                Results.Content(
                    $"<!DOCTYPE html><title>App</title><link rel=icon href=data:,><iframe title=Plan src='{left.Dequeue()}' width=360 height=700></iframe>",
                    "text/html"
                )
        );
        await app.StartAsync();
        return app;
    }

    private async Task<string> Link(string tenant) => (
            await console.Application.Post(
                "/api/v1/portal-sessions",
                new
                {
                    tenant,
                    member = "ext:m1",
                    return_url = "https://app.example.com/billing",
                }
            )
        ).GetProperty("url").GetString()!;

    /// <returns>a tenant that has used nine of ten visits, and four in the month before</returns>
    private async Task<string> TenantWithUsage(int number)
    {
        var (app, feature) = (console.Application, $"visits-{number}");
        await app.Run(
            "feature.declare",
            IdGenerator.Platform,
            new
            {
                key = feature,
                name = $"Visits {number}",
                kind = "counter",
                unit = "visit",
            }
        );
        await Plan("small", "10");
        await Plan("large", "100");
        var tenant = await app.Tenant($"portal-{number}", $"Studio Nord {number}", members: 1);
        await app.Run("tenant.change_plan", tenant, new { items = new[] { new { plan = $"small-{number}" } } });
        await Consume("4");
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            await work.Execute(
                "update entitlements.usage set period_start = period_start - interval '1 month', period_end = now(), limit_until = now() where tenant_id = @tenant",
                new { tenant }
            );
            await work.Commit();
        }
        await Consume("9");
        return tenant;

        Task Consume(string amount) =>
            app.Post(
                "/api/v1/entitlements/consume",
                new
                {
                    tenant,
                    feature,
                    amount,
                }
            );

        async Task Plan(string key, string allows)
        {
            var run = await app.Run(
                "plan.create",
                IdGenerator.Platform,
                new
                {
                    key = $"{key}-{number}",
                    name = $"{key} {number}",
                    price = new { amount = 1900, currency = "USD" },
                }
            );
            var id = run.Created();
            await app.Run("plan.limit", id, new { limits = new[] { new { feature, allows } }, rollout = "all" });
        }
    }
}
