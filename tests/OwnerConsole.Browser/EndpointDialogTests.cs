using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The dialog that adds an endpoint, and the secret that it shows once.</summary>
[Slow(7, "Webhooks")]
public sealed partial class EndpointDialogTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task An_empty_form_shows_no_errors_and_an_invalid_URL_is_refused()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/webhooks/out");

        await page.Locator("#add-endpoint").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Url")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("#preview .err, #preview .note:visible")).ToHaveCountAsync(0);
        await page.GetByLabel("Url").FillAsync("ftp://example.com/hook");
        await page.GetByLabel("Url").BlurAsync();

        await Assertions.Expect(page.GetByText("This URL can't receive webhooks")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#preview-confirm")).ToBeDisabledAsync();
        await page.GetByLabel("Url").FillAsync("https://example.com/hook");
        await page.GetByLabel("Url").BlurAsync();
        await Assertions.Expect(page.Locator("#preview-confirm")).ToBeEnabledAsync();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_secret_is_not_lost_by_one_Esc_key_press()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var window = await console.Open();
        var page = window.Page;
        var secret = await WebhooksTests.Add(page, receiver.Url);

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByText("Press Esc again")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Secret", new() { Exact = true })).ToHaveValueAsync(secret);
        await PageInspector.Inspect(page, "secret");
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_secret_is_not_replaced_by_a_late_preview()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var window = await console.Open();
        var page = window.Page;
        var posted = page.WaitForResponseAsync(answer => answer.Request.Method == "POST");
        await page.RouteAsync(
            address => address.Contains("/operations/new", StringComparison.Ordinal) && address.Contains("url=http", StringComparison.Ordinal),
            async route =>
            {
                await posted;
                await route.ContinueAsync();
            }
        );
        var ended = new TaskCompletionSource();
        page.RequestFinished += (_, request) => Ended(request);
        page.RequestFailed += (_, request) => Ended(request);
        await page.GotoAsync("/webhooks/out");
        await page.Locator("#add-endpoint").ClickAsync();
        await page.GetByLabel("Url").FillAsync(receiver.Url);
        await page.RunAndWaitForRequestAsync(() => page.GetByLabel("Url").BlurAsync(), request => request.Url.Contains("url=http", StringComparison.Ordinal));

        await page.Locator("#preview-confirm").ClickAsync();
        var secret = await page.GetByLabel("Secret", new() { Exact = true }).InputValueAsync();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        await Assertions.Expect(page.GetByLabel("Secret", new() { Exact = true })).ToHaveValueAsync(secret);
        window.ShouldHaveNoComplaints();

        void Ended(IRequest request)
        {
            if (request.Url.Contains("url=http", StringComparison.Ordinal))
                ended.TrySetResult();
        }
    }

    [Fact]
    public async Task A_long_press_confirms_and_a_press_released_outside_the_button_does_not()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var window = await console.Open();
        var page = window.Page;
        await Press(page, receiver.Url + "?beside");
        await page.GetByLabel("Url").HoverAsync();
        var previewed = page.WaitForResponseAsync(answer => answer.Url.Contains("beside", StringComparison.Ordinal));
        await page.Mouse.UpAsync();
        (await previewed).Request.Method.ShouldBe("GET");

        var asked = 0;
        page.Request += (_, request) => asked += request.Url.Contains("url=http", StringComparison.Ordinal) ? 1 : 0;
        await Press(page, receiver.Url);
        await page.Locator("body").WaitForPaint();
        asked.ShouldBe(0, "the preview waits for the release");
        await page.Mouse.UpAsync();

        await Assertions.Expect(page.GetByLabel("Secret", new() { Exact = true })).ToHaveValueAsync(Secret());
        window.ShouldHaveNoComplaints();
    }

    /// <summary>Fills in the URL of a new endpoint and presses the button without releasing it.</summary>
    private static async Task Press(IPage page, string url)
    {
        await page.GotoAsync("/webhooks/out");
        await page.Locator("#add-endpoint").ClickAsync();
        await page.GetByLabel("Url").FillAsync(url);
        await page.Locator("#preview-confirm").HoverAsync();
        await page.Mouse.DownAsync();
    }

    [GeneratedRegex("^whsec_", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
