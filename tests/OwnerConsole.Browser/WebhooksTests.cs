using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Webhook endpoints and deliveries, from the form to the receiver's response on the page.</summary>
public sealed class WebhooksTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    [Slow(10, "Webhooks")]
    public async Task A_new_endpoint_shows_its_secret_once_and_its_deliveries_are_listed()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var window = await console.Open();
        var page = window.Page;

        await receiver.Trust(await Add(page, receiver.Url));
        await page.Locator("#secret-done").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
        await Assertions.Expect(Row(page, receiver)).ToHaveCountAsync(1);
        (await page.ContentAsync()).ShouldNotContain("whsec_");
        await Suspend(page, console.Ids[0]);
        var received = await receiver.Next();
        await Deliveries(receiver, all => all.Length == 1 && all[0].GetProperty("state").GetString() == "succeeded");

        received.Verified.ShouldBeTrue();
        received.Type.ShouldBe("tenant.suspended");
        await page.GotoAsync($"/tenants?open={console.Ids[0]}");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Region, new() { Name = "Webhook deliveries" }).GetByRole(AriaRole.Listitem).First)
            .ToContainTextAsync("tenant.suspended");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Webhook deliveries" })).ToContainTextAsync("delivered, 204");
        await page.GotoAsync("/webhooks/out");
        await Assertions.Expect(Delivery(page, "Acorn Academy")).ToContainTextAsync("delivered, 204");
        window.ShouldHaveNoComplaints();
        await LookAtBothWidths("/webhooks/out", $"/tenants?open={console.Ids[0]}");
        await Remove(receiver);
    }

    [Fact]
    public async Task A_removed_endpoint_is_restored_by_undo()
    {
        await using var receiver = await WebhookReceiver.Start();
        await receiver.Connect(console.Application);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/webhooks/out");

        await Row(page, receiver).GetByRole(AriaRole.Link, new() { Name = "Remove" }).ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 webhook endpoint removed");
        await Assertions.Expect(Row(page, receiver)).ToHaveCountAsync(0);
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Undone: 1 webhook endpoint restored");
        await Assertions.Expect(Row(page, receiver)).ToHaveCountAsync(1);
        window.ShouldHaveNoComplaints();
        await Suspend(page, console.Ids[6]);
        (await receiver.Next()).Verified.ShouldBeTrue(); // signed with its previous secret
        await Remove(receiver);
    }

    [Fact]
    [Slow(30, "Webhooks")]
    public async Task An_endpoint_is_tested_replayed_rotated_and_disabled_on_its_page()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500,500,500"); // failing for about eight seconds
        var endpoint = await receiver.Connect(console.Application);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/webhooks/out");
        await Row(page, receiver).GetByRole(AriaRole.Link, new() { Name = receiver.Url }).ClickAsync();

        await page.Locator("#send-test").ClickAsync();
        (await receiver.Next()).Type.ShouldBe("webhook.test");
        await Assertions.Expect(page.Locator("#endpoint")).ToContainTextAsync("failing", new() { Timeout = 15_000 });
        for (var attempt = 2; attempt <= 4; attempt++)
            (await receiver.Next()).Verified.ShouldBeTrue();
        await page.GetByRole(AriaRole.Link, new() { Name = "webhook.test" }).ClickAsync();
        await Assertions.Expect(page.Locator("#delivery .page-head")).ToContainTextAsync("delivered, 204", new() { Timeout = 15_000 });
        await page.Locator("#replay").ClickAsync();
        (await receiver.Next()).Verified.ShouldBeTrue();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attempts" }).GetByRole(AriaRole.Row))
            .ToHaveCountAsync(6, new() { Timeout = 15_000 });
        var delivery = new Uri(page.Url).PathAndQuery;
        await page.GotoAsync($"/webhooks/out/{endpoint}");
        await page.Locator("#do-more").ClickAsync();
        await page.Locator("#do-webhook_endpoint\\.rotate").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await receiver.Trust(await page.GetByLabel("Secret", new() { Exact = true }).InputValueAsync());
        await page.Locator("#secret-done").ClickAsync();
        var sent = await page.RunAndWaitForResponseAsync(() => page.Locator("#send-test").ClickAsync(), answer => answer.Request.Method == "POST");
        await sent.FinishedAsync(); // the response could close the menu that is opened next
        (await receiver.Next()).Verified.ShouldBeTrue();
        await page.Locator("#do-more").ClickAsync();
        await page.Locator("#do-webhook_endpoint\\.disable").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#enable")).ToBeVisibleAsync();

        window.ShouldHaveNoComplaints();
        await LookAtBothWidths($"/webhooks/out/{endpoint}", delivery, "/webhooks/out");
        await Remove(receiver);
    }

    [Fact]
    [Slow(20, "Webhooks")]
    public async Task A_delivery_waiting_for_its_next_attempt_can_be_retried_now()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "429/60,429/60");
        await receiver.Connect(console.Application);
        await using var window = await console.Open();
        var page = window.Page;
        await Suspend(page, console.Ids[10]);
        await console.Application.AwaitFailure(await Endpoint(receiver), attempts: 1);
        await page.GotoAsync("/webhooks/out");
        var row = Delivery(page, "Studio 10");

        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Locator("#bulk-try").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("now instead of on");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 delivery queued for retry");
        await console.Application.AwaitFailure(await Endpoint(receiver), attempts: 2);
        await row.GetByRole(AriaRole.Link, new() { Name = "tenant.suspended" }).ClickAsync();
        await ShouldNotDim(page);
        await LookAtBothWidths(new Uri(page.Url).PathAndQuery);
        await page.Locator("#try").ClickAsync();

        await Assertions.Expect(page.Locator("#delivery .page-head")).ToContainTextAsync("delivered, 204", new() { Timeout = 15_000 });
        await Assertions.Expect(page.Locator("#replay")).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
        await Remove(receiver);
    }

    [Fact]
    public async Task A_failed_delivery_is_shown_until_its_retry_succeeds()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "429");
        await receiver.Connect(console.Application);
        await using var window = await console.Open();
        var page = window.Page;

        await Suspend(page, console.Ids[8]);
        await console.Application.AwaitFailure(await Endpoint(receiver));
        await page.GotoAsync("/webhooks/out");
        var failed = await Delivery(page, "Studio 8").InnerTextAsync();
        await console.Application.Run("webhook_delivery.retry", (await Delivery(page, "Studio 8").GetByRole(AriaRole.Checkbox).GetAttributeAsync("value"))!);
        await Deliveries(receiver, all => all[0].GetProperty("state").GetString() == "succeeded");
        await page.ReloadAsync();

        failed.ShouldContain("429, will retry");
        await Assertions.Expect(Delivery(page, "Studio 8")).ToContainTextAsync("delivered, 204");
        await Assertions.Expect(Delivery(page, "Studio 8").GetByRole(AriaRole.Cell).Nth(3)).ToHaveTextAsync("2");
        window.ShouldHaveNoComplaints();
        await Remove(receiver);
    }

    [Fact]
    public async Task An_unreachable_receiver_is_explained_in_text_without_hovering()
    {
        var gone = await WebhookReceiver.Start();
        await gone.Connect(console.Application);
        await gone.DisposeAsync();
        await using var window = await console.Open(390);
        var page = window.Page;

        await Suspend(page, console.Ids[9]);
        await Deliveries(gone, all => all.Length == 1 && all[0].GetProperty("attempts").GetInt32() >= 1);
        await page.GotoAsync("/webhooks/out");

        await Assertions.Expect(Delivery(page, "Studio 9")).ToContainTextAsync("no response, will retry");
        await Assertions.Expect(Delivery(page, "Studio 9").GetByText("refused")).ToBeVisibleAsync();
        await LookAtBothWidths("/webhooks/out");
        await Remove(gone);
    }

    /// <returns>the secret shown in the dialog</returns>
    internal static async Task<string> Add(IPage page, string url)
    {
        await page.GotoAsync("/webhooks/out");
        await page.Locator("#add-endpoint").ClickAsync();
        await page.GetByLabel("Url").FillAsync(url);
        await page.Locator("#preview-confirm").ClickAsync();
        return await page.GetByLabel("Secret", new() { Exact = true }).InputValueAsync();
    }

    private static async Task Suspend(IPage page, string tenant)
    {
        await page.GotoAsync($"/tenants?open={tenant}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();
        await Assertions.Expect(page.Locator(".toast")).ToHaveTextAsync("1 tenant suspended");
    }

    private static ILocator Row(IPage page, WebhookReceiver receiver) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Endpoints" }).GetByRole(AriaRole.Row).Filter(new() { HasText = receiver.Url });

    private static ILocator Delivery(IPage page, string tenant) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Recent deliveries" }).GetByRole(AriaRole.Row).Filter(new() { HasText = tenant });

    /// <summary>The automatic refresh every two seconds must not dim the page as if a button had been pressed.</summary>
    private static async Task ShouldNotDim(IPage page)
    {
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/deliveries/*", route => held.Task.ContinueWith(_ => route.ContinueAsync(), TaskScheduler.Default).Unwrap());
        await Assertions.Expect(page.Locator("#delivery.htmx-request")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#try")).ToHaveCSSAsync("opacity", "1");
        held.SetResult();
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
    }

    private async Task LookAtBothWidths(params string[] addresses)
    {
        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width);
            foreach (var address in addresses)
            {
                await window.Page.GotoAsync(address);
                await PageInspector.Inspect(window.Page, $"{address} {width}");
                window.ShouldHaveNoComplaints();
            }
        }
    }

    private async Task Deliveries(WebhookReceiver receiver, Func<JsonElement[], bool> holds) =>
        await console.Application.Await(
            $"/api/v1/webhook-endpoints/{await Endpoint(receiver)}/deliveries",
            answer => holds([.. answer.GetProperty("data").EnumerateArray()])
        );

    private async Task<string> Endpoint(WebhookReceiver receiver) =>
        (await console.Application.Get("/api/v1/webhook-endpoints"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(endpoint => endpoint.GetProperty("url").GetString() == receiver.Url)
            .GetProperty("id")
            .GetString()!;

    private async Task Remove(WebhookReceiver receiver) => await console.Application.Run("webhook_endpoint.remove", await Endpoint(receiver));
}
