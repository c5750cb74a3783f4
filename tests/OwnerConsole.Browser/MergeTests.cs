using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Two records of one person are merged and separated again.</summary>
[Slow(11, "Members")]
public sealed class MergeTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440, "/tenants/{tenant}/members", "[id='merge-{goes}']")]
    [InlineData(390, "/members/{goes}", "[id='do-member.merge']")]
    public async Task The_target_of_a_merge_is_searched_and_the_merged_record_links_to_it(int width, string from, string button)
    {
        var app = console.Application;
        await app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                version = "1.0",
                tasks = new[] { "member.merge" },
            }
        );
        var tenant = console.Ids[width == 390 ? 3 : 4];
        var (goes, stays) = (await Person(tenant, "jon", "Jon Berg"), await Person(tenant, "mira", "Mira Okafor"));
        await Person(console.Ids[5], "mirabel", "Mira Elsewhere");
        await using var window = await console.Open(width);
        var page = window.Page;

        await page.GotoAsync(Of(from));
        if (width == 390)
            await page.Locator("#do-more").ClickAsync();
        await page.Locator(Of(button)).ClickAsync();
        await page.Locator("#in-into").PressSequentiallyAsync("Mira");
        await Assertions.Expect(page.Locator("#in-into-found option")).ToHaveCountAsync(1);
        await page.Locator("#in-into").FillAsync((await page.Locator("#in-into-found option").GetAttributeAsync("value"))!);
        await page.Locator("#in-into").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("merges Jon Berg into Mira Okafor");
        await PageInspector.Inspect(page, "the preview of a merge");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Hidden }); // an opening page would cancel the response
        await OfferedTasks.Complete(console, app, tenant);
        if (from.EndsWith("members", StringComparison.Ordinal))
        {
            await Assertions.Expect(page.Locator($"[id='member-{goes}']")).ToHaveCountAsync(0, new() { Timeout = 15_000 }); // without a reload
            await page.GotoAsync($"/members/{goes}");
        }

        await Assertions.Expect(page.Locator("#merged-into")).ToHaveTextAsync("Open Mira Okafor", new() { Timeout = 15_000 }); // without a reload
        await page.Locator("#merged-into").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Mira Okafor");
        await Assertions.Expect(page.Locator("section:has(#member-merged) tbody tr")).ToContainTextAsync(["Jon Berg"]);
        await PageInspector.Inspect(page, "a person with a merged record");

        await page.Locator("section:has(#member-timeline)").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await window.Toast.WaitForAsync();
        await OfferedTasks.Complete(console, app, tenant);
        await page.GotoAsync($"/members/{goes}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Jon Berg");
        await Assertions.Expect(page.Locator("#do-more")).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();

        string Of(string text) => text.Replace("{tenant}", tenant, StringComparison.Ordinal).Replace("{goes}", goes, StringComparison.Ordinal);
    }

    private async Task<string> Person(string tenant, string id, string name) =>
        (await console.Application.Put($"/api/v1/tenants/{tenant}/members/ext:{id}", new { name })).GetProperty("id").GetString()!;
}
