using System.Text;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A developer connects an application with the snippets of the empty pages; an owner sees who an error affects, resolves it, and hears that it came back.</summary>
[Slow(30, "Errors")]
public sealed class ErrorJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task An_owner_sees_who_an_error_affects_and_resolves_it()
    {
        var owner = await TestApplication.Connect(console);
        var sdk = await TestApplication.Connect(console, scopes: ["error.report", "telemetry.report"]);
        await owner.Tenant("acme", "Acme Studio", members: 1);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/ops/services");
        await PageInspector.Inspect(page, "services without telemetry");
        await page.GotoAsync("/ops/errors");
        await PageInspector.Inspect(page, "errors without reports");

        await Report(sdk, "1.4.0");
        await SendTraces(sdk);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "PaymentError: The card was declined" }).ClickAsync();
        await Assertions.Expect(page.Locator("#tenants-h + *, [aria-labelledby='tenants-h']").First).ToContainTextAsync("Acme Studio");
        await Assertions.Expect(page.Locator("#error")).ToContainTextAsync("charge (billing/payments.py:88)");
        var error = page.Url;
        await page.Locator("#resolve-error").ClickAsync();
        await page.Locator("dialog [name='release']").FillAsync("1.5.0");
        await PageInspector.Inspect(page, "resolve error");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#error")).ToContainTextAsync("Resolved");
        await Report(sdk, "1.5.0");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#error")).ToContainTextAsync("Regressed");

        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var address in new[] { error, "/ops/errors", "/ops/services", "/ops/services/web" })
            {
                await page.GotoAsync(address);
                await PageInspector.Inspect(page, $"{address} {width}");
            }
        }
        window.ShouldHaveNoComplaints();
    }

    private async Task Report(TestApplication sdk, string release)
    {
        var frames = new[]
        {
            new
            {
                function = "handle",
                module = (string?)null,
                filename = "flask/app.py",
                lineno = 1498,
                in_app = false,
            },
            new
            {
                function = "charge",
                module = (string?)null,
                filename = "billing/payments.py",
                lineno = 88,
                in_app = true,
            },
        };
        await console.ReportError(
            sdk.Key,
            new
            {
                event_id = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(release.PadRight(16, '0'))),
                release,
                environment = "production",
                transaction = "POST /pay",
                tags = new { tenant = "acme" },
                user = new { id = "m1" },
                exception = new
                {
                    values = new[]
                    {
                        new
                        {
                            type = "PaymentError",
                            value = "The card was declined",
                            stacktrace = new { frames },
                        },
                    },
                },
            }
        );
    }

    private async Task SendTraces(TestApplication sdk)
    {
        var end = TimeProvider.System.GetUtcNow();
        var spans = Enumerable
            .Range(1, 40)
            .Select(number => new
            {
                traceId = number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture),
                spanId = number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
                name = "request",
                kind = 2,
                startTimeUnixNano = $"{(end.ToUnixTimeMilliseconds() - (number * 7)) * 1_000_000}",
                endTimeUnixNano = $"{end.ToUnixTimeMilliseconds() * 1_000_000}",
                attributes = new[]
                {
                    new { key = "http.request.method", value = new { stringValue = number % 3 == 0 ? "POST" : "GET" } },
                    new { key = "http.route", value = new { stringValue = number % 3 == 0 ? "/pay" : "/classes/{id}" } },
                },
                status = new { code = number % 9 == 0 ? 2 : 0, message = "The card was declined" },
            });
        var resource = new { attributes = new[] { new { key = "service.name", value = new { stringValue = "web" } } } };
        await console.ReportTraces(sdk.Key, new { resourceSpans = new[] { new { resource, scopeSpans = new[] { new { spans } } } } });
    }
}
