using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Tasks of an owner on a phone, by touch on a screen 390 pixels wide.</summary>
public sealed class PhoneJourneyTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task A_tenant_is_found_suspended_and_undone_on_a_phone()
    {
        await using var phone = await console.Open(390);
        var page = phone.Page;
        await page.GotoAsync("/overview");

        await page.Locator("#find").TapAsync();
        await page.Locator("#palette-q").PressSequentiallyAsync("studio 11");
        await page.Locator("#palette-list [role=option]").Filter(new() { HasText = "Studio 11" }).First.TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Studio 11");
        await page.Locator("#act").TapAsync();
        await page.Locator("#preview-confirm").TapAsync();
        await Assertions.Expect(phone.Toast).ToHaveTextAsync("1 tenant suspended");
        (await console.Application.Status(console.Ids[11])).ShouldBe("suspended");
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).TapAsync();

        await Assertions.Expect(phone.Toast).ToHaveTextAsync("Undone: 1 tenant restored");
        (await console.Application.Status(console.Ids[11])).ShouldBe("active");
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_plan_granted_from_the_sheet_is_shown_on_the_tenant_page()
    {
        await console.Application.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "on-the-way",
                name = "On the way",
                price = new { amount = 900, currency = "USD" },
            }
        );
        await using var phone = await console.Open(390);
        var page = phone.Page;
        await page.GotoAsync("/tenants?q=studio+12");

        await page.Locator($"#open-{console.Ids[12]}").TapAsync();
        await page.Locator("#do-more").TapAsync();
        await page.Locator("#do-tenant\\.grant").TapAsync();
        await page.Locator("#in-plan").SelectOptionAsync("on-the-way");
        await page.Locator("#preview-confirm").TapAsync();

        await Assertions.Expect(phone.Toast).ToHaveTextAsync("1 plan granted");
        await Assertions.Expect(page.Locator("section:has(#grants-h)")).ToContainTextAsync("On the way");
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_caller_is_found_by_their_support_number()
    {
        await console.Application.Put($"/api/v1/tenants/{console.Ids[13]}/members/ext:nuria", new { name = "Nuria", support_number = "#U246810121" });
        await using var phone = await console.Open(390);
        var page = phone.Page;
        await page.GotoAsync("/overview");

        await page.Locator("#find").TapAsync();
        await page.Locator("#palette-q").PressSequentiallyAsync("24681012");
        await page.Locator("#palette-list [role=option]").Filter(new() { HasText = "Nuria" }).TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nuria");
        await Assertions.Expect(page.Locator("#member .idstrip")).ToContainTextAsync("#U246810121");
        await page.Locator("#member-tenant").TapAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Studio 13");
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_metric_is_explored_and_exported_on_a_phone()
    {
        await using var phone = await console.Open(390);
        var page = phone.Page;
        await page.GotoAsync("/explore?metric=tenants.total");

        await page.GetByRole(AriaRole.Link, new() { Name = "7 days", Exact = true }).TapAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("range=7d"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^CSV: ") }).TapAsync());

        download.SuggestedFilename.ShouldStartWith("tenants.total_");
        (await File.ReadAllLinesAsync(await download.PathAsync())).Length.ShouldBe(1 + 7);
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_label_is_previewed_changed_and_undone_on_a_phone()
    {
        await using var phone = await console.Open(390);
        var page = phone.Page;
        var row = page.Locator("#row-label\\.tenant_id");
        await page.GotoAsync("/settings");

        await page.Locator("#change-label\\.tenant_id").TapAsync();
        await page.Locator("#in-value").FillAsync("Server no.");
        await page.Locator("#in-value").BlurAsync();
        await Assertions.Expect(page.Locator("#preview ins")).ToContainTextAsync("Server no.");
        await page.Locator("#preview-confirm").TapAsync();
        await Assertions.Expect(row).ToContainTextAsync("Server no.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Undo: External ID label" }).TapAsync();

        await Assertions.Expect(row).Not.ToContainTextAsync("Server no.");
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_filter_is_saved_as_a_view_opened_and_deleted_on_a_phone()
    {
        await using var phone = await console.Open(390);
        var page = phone.Page;
        await page.GotoAsync("/tenants?q=studio+2");

        await page.Locator("#save-view").TapAsync();
        await page.Locator("#in-name").FillAsync("On the way");
        await page.Locator("#preview-confirm").TapAsync();
        await Assertions.Expect(phone.Toast).ToBeVisibleAsync();
        await page.GotoAsync("/tenants");
        var view = page.Locator("#views .view a").Filter(new() { HasText = "On the way" });
        await view.TapAsync();
        await Assertions.Expect(page.Locator("#tenants tbody tr")).ToHaveCountAsync(10);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete view On the way" }).TapAsync();

        await Assertions.Expect(view).ToHaveCountAsync(0);
        phone.ShouldHaveNoComplaints();
    }
}
