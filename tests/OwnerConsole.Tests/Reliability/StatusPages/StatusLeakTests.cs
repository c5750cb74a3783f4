using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>A component that is limited to a tenant appears on the page of this tenant, and in no other output.</summary>
public sealed partial class StatusLeakTests
{
    private static readonly string[] s_outputs =
    [
        "/status",
        "/status/history",
        "/status/feed.atom",
        "/status/feed.rss",
        "/status/api/v2/summary.json",
        "/status/api/v2/status.json",
        "/status/api/v2/components.json",
        "/status/api/v2/incidents.json",
        "/status/api/v2/incidents/unresolved.json",
        "/status/api/v2/scheduled-maintenances.json",
        "/status/api/v2/scheduled-maintenances/upcoming.json",
        "/status/api/v2/scheduled-maintenances/active.json",
    ];

    [Fact]
    public async Task A_limited_component_and_its_notices_are_shown_and_sent_only_to_its_tenant()
    {
        await using var page = await SubscribedPage.Start();
        var (acme, other) = (await page.App.Tenant("leak-acme"), await page.App.Tenant("leak-other"));
        var api = await page.Add(new { name = "API" });
        var vault = await page.Add(new { name = "Secret vault", group = "Hidden rooms" });
        await page.App.Run("status_component.limit", vault, new { tenants = new[] { acme } });
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 1);
        await page.Subscribe("reader@example.com");
        await page.SubscribeReceiver("ops@example.com");
        var insider = await Enter(page, acme);
        await insider.Get("/account/status");
        var before = insider.Page;
        await insider.Get("/account/plan");
        var plan = insider.Page;
        await insider.Post("/account/status", ("form_token", FormToken().Match(before).Groups[1].Value), ("email", "vip@example.com"));
        await page.Confirm();

        await Post(page, "Vault fails", vault);
        await Post(page, "Everything fails", api, vault);
        await page.Await(summary => summary.GetProperty("incidents").GetArrayLength() == 1);
        await page.SendNow();
        MailServer.ReceivedEmail[] mails = [await page.Postbox.Next(), await page.Postbox.Next(), await page.Postbox.Next()];
        var incident = await page.Receiver.Next();
        await page.App.Run("status_component.set", vault, new { status = "major_outage" });
        await page.App.Run("status_component.set", api, new { status = "partial_outage" });
        var component = await page.Receiver.Next();
        await insider.Get("/account/status");
        var outsider = await Enter(page, other);
        await outsider.Get("/account/status");

        before.ShouldContain("Secret vault");
        plan.ShouldContain("href=\"/account/status\"");
        insider.Page.ShouldContain("Vault fails");
        mails
            .Select(mail => $"{mail.To.Address} {mail.Subject.Split(':')[0]}")
            .ShouldBe(["reader@example.com Everything fails", "vip@example.com Everything fails", "vip@example.com Vault fails"], ignoreOrder: true);
        incident.Body.GetProperty("incident").GetProperty("name").GetString().ShouldBe("Everything fails");
        component.Body.GetProperty("component_update").GetProperty("component_id").GetString().ShouldBe(api);
        outsider.Page.ShouldContain("API");
        List<string> seen = [outsider.Page, incident.Body.GetRawText(), component.Body.GetRawText()];
        seen.AddRange(mails.Where(mail => mail.To.Address == "reader@example.com").Select(mail => mail.Raw));
        foreach (var address in s_outputs)
            seen.Add(await page.Console.Client.GetStringAsync(address, TestContext.Current.CancellationToken));
        foreach (var text in seen)
        foreach (var hidden in new[] { "Secret vault", "Hidden rooms", "Vault fails", vault })
            text.ShouldNotContain(hidden);
    }

    [Fact]
    public async Task A_group_is_limited_by_plan_or_tag_also_for_components_that_are_added_or_removed_later()
    {
        await using var page = await SubscribedPage.Start();
        var (tagged, plain) = (await page.App.Tenant("leak-tagged"), await page.App.Tenant("leak-plain"));
        await page.App.Run("tenant.tag", tagged, new { tag = "enterprise" });
        var first = await page.Add(new { name = "First room", group = "Rooms" });
        var run = await page.App.Run("status_component.limit_group", IdGenerator.Platform, new { group = "Rooms", tag = "Enterprise" });
        var second = (await page.App.Run("status_component.add", IdGenerator.Platform, new { name = "Second room", group = "Rooms" })).Created();
        await Post(page, "Both rooms fail", first, second);
        await page.App.Run("status_component.remove", first);
        await page.Add(new { name = "API" });
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 1);

        var (insider, outsider) = (await Enter(page, tagged), await Enter(page, plain));
        await insider.Get("/account/status");
        await outsider.Get("/account/status");
        var history = await page.Console.Client.GetStringAsync("/status/history", TestContext.Current.CancellationToken);
        await page.App.Undo(run);
        await page.Await(summary => summary.GetProperty("components").GetArrayLength() == 2);

        insider.Page.ShouldContain("Second room");
        insider.Page.ShouldContain("Both rooms fail");
        outsider.Page.ShouldContain("API");
        outsider.Page.ShouldNotContain("room");
        history.ShouldNotContain("room");
        (await page.App.Refusal("status_component.limit_group", IdGenerator.Platform, new { group = "Nowhere", tag = "x" })).ShouldBe("unknown_group");
    }

    [Fact]
    public async Task A_mistyped_plan_is_refused_and_a_plan_that_is_only_reported_is_not()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("leak-plan");
        await app.Put($"/api/v1/tenants/{tenant}", new { plan_items = new[] { new { plan = "legacy", quantity = 1 } } });
        var room = (await app.Run("status_component.add", IdGenerator.Platform, new { name = "Room", group = "Rooms" })).Created();

        var component = await app.Refusal("status_component.limit", room, new { plan = "unknown" });
        var group = await app.Refusal("status_component.limit_group", IdGenerator.Platform, new { group = "Rooms", plan = "unknown" });
        var reported = await app.Refusal("status_component.limit", room, new { plan = "legacy" });

        (component, group).ShouldBe(("unknown_plan", "unknown_plan"));
        reported.ShouldBeNull();
    }

    private static Task Post(SubscribedPage page, string title, params string[] components) =>
        page.App.Run(
            "status_notice.post",
            IdGenerator.Platform,
            new
            {
                title,
                body = "We look for the cause.",
                components,
            }
        );

    /// <returns>A browser with a portal session of the tenant.</returns>
    private static Task<TestBrowser> Enter(SubscribedPage page, string tenant) => TestBrowser.EnterPortal(page.Console, page.App, new { tenant });

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FormToken();
}
