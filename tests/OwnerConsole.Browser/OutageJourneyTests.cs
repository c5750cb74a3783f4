using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>
/// Errors of a release that was just deployed fire an alert; an owner declares an incident for it, informs visitors, resolves it, and reads the numbers of the
/// post-mortem.
/// </summary>
[Slow(30, "Alerts", "Incidents", "StatusPages")]
public sealed class OutageJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    private const string Release = "1.5.0",
        Deployed = $"billing {Release} (production)";

    [Fact]
    public async Task An_error_spike_becomes_an_incident_with_a_notice_and_a_post_mortem()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("acme", "Acme Studio", members: 2);
        await app.Tenant("birch", "Birch Studio", members: 1);
        await app.Run("status_component.add", IdGenerator.Platform, new { name = "Payments" });
        await app.Run("status_page.configure", IdGenerator.Platform, new { name = "Acme", enabled = true });
        await app.Run("alert_rule.add", IdGenerator.Platform, Spike);
        await Deploy(app);
        foreach (var place in (string[])["charge", "refund", "invoice"])
            await Fail(app, place);
        await app.Await(
            "/api/v1/alerts",
            alerts => alerts.GetProperty("data").EnumerateArray().Any(alert => alert.GetProperty("phase").GetString() == "firing")
        );
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/ops/errors");
        await page.GetByRole(AriaRole.Link, new() { Name = "PaymentError: charge failed" }).ClickAsync();
        await Assertions.Expect(page.Locator("#error")).ToContainTextAsync($"in release {Release}");
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Tenants" })).ToContainTextAsync("Acme Studio");
        await page.GotoAsync("/ops/alerts");
        await page.GetByRole(AriaRole.Table, new() { Name = "Firing" }).GetByRole(AriaRole.Link, new() { Name = "Error spike" }).ClickAsync();
        await Assertions.Expect(page.Locator("#alert-message")).ToContainTextAsync("3 new errors within 10 minutes.");
        await Assertions.Expect(page.Locator("section:has(#causes-h)")).ToContainTextAsync(Deployed);
        await Assertions.Expect(page.Locator("section:has(#causes-h)")).Not.ToContainTextAsync("Payments"); // a new component of the status page causes nothing

        var incident = await Declare(page);
        await Inform(page, incident);
        await Resolve(page, incident);
        var shown = await CheckNumbers(app, page, incident);
        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var address in new[] { incident, $"{incident}/post-mortem", "/status/history" })
            {
                await page.GotoAsync(address);
                await PageInspector.Inspect(page, $"{address} {width}");
            }
        }
        shown.ShouldContain("Acme Studio");
        shown.ShouldNotContain("Birch Studio");
        window.ShouldHaveNoComplaints();
    }

    private static object Spike =>
        new
        {
            kind = "log_event",
            name = "Error spike",
            severity = "critical",
            codes = new[] { "error_new" },
            min_events = 3,
            period_seconds = 600,
            message = "{{count}} new errors within {{minutes}} minutes.",
        };

    /// <summary>Declares an incident on the page of the alert.</summary>
    /// <returns>Address of its page.</returns>
    private static async Task<string> Declare(IPage page)
    {
        await page.Locator("#declare-incident").ClickAsync();
        await page.Locator("#in-tenants").FillAsync("ext:acme");
        await page.Locator("#in-tenants").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("It affects 1 tenant with 2 members now");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.GotoAsync("/ops/incidents");
        await page.GetByRole(AriaRole.Table, new() { Name = "Open incidents" }).GetByRole(AriaRole.Link, new() { Name = "Error spike" }).ClickAsync();
        await Assertions.Expect(page.Locator("#impact dd")).ToContainTextAsync(["1", "2"]);
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Alerts" })).ToContainTextAsync("Firing");
        await Assertions.Expect(page.Locator("section:has(#causes-h)")).ToContainTextAsync(Deployed);
        await Assertions.Expect(page.Locator("section:has(#causes-h)")).Not.ToContainTextAsync("Payments"); // a new component of the status page causes nothing
        return page.Url;
    }

    /// <summary>Acknowledges the incident, posts it to the status page, and posts its end there.</summary>
    private static async Task Inform(IPage page, string incident)
    {
        await page.Locator("#set-status").ClickAsync();
        await page.Locator("#in-status").SelectOptionAsync("identified");
        await page.Locator("#in-note").FillAsync("Release 1.5.0 refuses all cards.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("ol.tl").First).ToContainTextAsync("Release 1.5.0 refuses all cards.");
        await page.Locator("#post-to-status-page").ClickAsync();
        await page.Locator("#in-body").FillAsync("Payments fail since the last release.");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.GotoUntilShown("/status", "Payments fail since the last release.");

        await page.GotoAsync("/ops/status-page");
        await page.GetByRole(AriaRole.Link, new() { Name = "Error spike" }).ClickAsync();
        await Assertions.Expect(page.Locator($"a[href='{new Uri(incident).AbsolutePath}']").First).ToBeVisibleAsync();
        await page.Locator("#post-update").ClickAsync();
        await page.Locator("#in-status").SelectOptionAsync("resolved");
        await page.Locator("#in-body").FillAsync("Release 1.5.1 accepts cards again.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#post-update")).ToHaveCountAsync(0);
        await page.GotoUntilShown("/status/history", "Release 1.5.1 accepts cards again.");
    }

    /// <summary>Resolves the incident although its alert counts the errors of the last minutes, writes the cause, and closes it.</summary>
    private static async Task Resolve(IPage page, string incident)
    {
        await page.GotoAsync(incident);
        await page.Locator("#resolve").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("One linked alert is still firing.");
        await page.Locator("#in-override_reason").FillAsync("No new errors since release 1.5.1.");
        await page.Locator("#in-override_reason").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview-confirm")).ToBeEnabledAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#close")).ToBeVisibleAsync();
        await page.Locator("#set-root-cause").ClickAsync();
        await page.Locator("#in-root_cause").FillAsync("Release 1.5.0 sent amounts without a currency.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#incident")).ToContainTextAsync("Release 1.5.0 sent amounts without a currency.");
        await page.Locator("#close").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#close")).ToHaveCountAsync(0);
    }

    /// <summary>Compares the post-mortem with the times of the alert and of the incident.</summary>
    /// <returns>Text of the post-mortem.</returns>
    private static async Task<string> CheckNumbers(TestApplication app, IPage page, string incident)
    {
        var alert = (await app.Get("/api/v1/alerts")).GetProperty("data")[0];
        var found = (await app.Get($"/api/v1/incidents/{incident.Split('/')[^1]}")).GetProperty("incident");
        (Time(found, "started_at"), Time(found, "detected_at")).ShouldBe((Time(alert, "since"), Time(alert, "fired_at")));
        found.GetProperty("seconds_to_detect").GetInt64().ShouldBe(Seconds("started_at", "detected_at"));
        found.GetProperty("seconds_to_acknowledge").GetInt64().ShouldBe(Seconds("detected_at", "acknowledged_at"));
        found.GetProperty("seconds_to_resolve").GetInt64().ShouldBe(Seconds("started_at", "resolved_at"));

        await page.GotoAsync($"{incident}/post-mortem");
        await Assertions.Expect(page.Locator("#times")).ToContainTextAsync($"Time to resolve: {Seconds("started_at", "resolved_at") / 60} min");
        await Assertions.Expect(page.Locator("#impact dd")).ToContainTextAsync(["1", "2"]);
        await Assertions.Expect(page.Locator("#report")).ToContainTextAsync("Release 1.5.0 sent amounts without a currency.");
        await Assertions.Expect(page.Locator("#report")).ToContainTextAsync("No new errors since release 1.5.1.");
        return await page.Locator("#report").InnerTextAsync();

        long Seconds(string from, string to) => (long)(Time(found, to) - Time(found, from)).TotalSeconds;
    }

    /// <summary>Exports a request that the new release has served, as OpenTelemetry does.</summary>
    private async Task Deploy(TestApplication app)
    {
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var span = new
        {
            traceId = new string('a', 32),
            spanId = new string('b', 16),
            name = "GET /invoices",
            kind = 2,
            startTimeUnixNano = $"{(end - 40) * 1_000_000}",
            endTimeUnixNano = $"{end * 1_000_000}",
        };
        object[] attributes = [Text("service.name", "billing"), Text("service.version", Release), Text("deployment.environment.name", "production")];
        var resource = new { attributes };
        await console.ReportTraces(app.Key, new { resourceSpans = new[] { new { resource, scopeSpans = new[] { new { spans = new[] { span } } } } } });
    }

    private static object Text(string key, string value) => new { key, value = new { stringValue = value } };

    /// <summary>Reports an error of a payment as the Sentry SDK of the application does.</summary>
    private async Task Fail(TestApplication app, string place)
    {
        var frame = new
        {
            function = place,
            filename = "billing/payments.py",
            lineno = 88,
            in_app = true,
        };
        var error = new
        {
            type = "PaymentError",
            value = $"{place} failed",
            stacktrace = new { frames = new[] { frame } },
        };
        await console.ReportError(
            app.Key,
            new
            {
                event_id = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(place.PadRight(16, '0'))),
                release = Release,
                environment = "production",
                transaction = $"POST /{place}",
                tags = new { tenant = "acme" },
                user = new { id = "m1" },
                exception = new { values = new[] { error } },
            }
        );
    }

    private static DateTimeOffset Time(JsonElement row, string name) => row.GetProperty(name).GetDateTimeOffset();
}
