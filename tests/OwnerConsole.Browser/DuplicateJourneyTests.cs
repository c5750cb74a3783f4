using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner sees why two users are likely the same, merges them with a choice for each field, and separates them again.</summary>
[Slow(15, "Duplicates")]
public sealed class DuplicateJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task Likely_duplicates_are_merged_with_chosen_fields_and_separated_again()
    {
        var app = await TestApplication.Connect(console);
        await app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                version = "1.0",
                tasks = new[] { "member.merge" },
            }
        );
        var tenant = await app.Tenant("lumen", "Lumen");
        var first = await Member(app, tenant, "mira", new { name = "Mira Okafor", email = "mira@lumen.example" });
        await Member(
            app,
            tenant,
            "mira-coach",
            new
            {
                name = "Mira O.",
                email = "MIRA@lumen.example",
                role = "coach",
            }
        );
        await DuplicatePairs.Scan(console);
        await using var window = await console.Open();
        var page = window.Page;
        var list = page.Locator("#duplicates");

        await page.GotoAsync("/duplicates");
        await Assertions.Expect(list).ToContainTextAsync("Same email");
        await Assertions.Expect(list).ToContainTextAsync("Mira Okafor");
        await Assertions.Expect(list).ToContainTextAsync("Mira O.");
        await PageInspector.Inspect(page, "duplicates");
        await page.Locator("[id^='merge-']").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("(instead of ");
        await page.Locator("#in-name").SelectOptionAsync("merged");
        await page.Locator("#in-role").SelectOptionAsync("merged");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("and takes 2 fields from ");
        await PageInspector.Inspect(page, "a merge with chosen fields");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Hidden }); // an opening page would cancel the response
        var task = await OfferedTasks.Complete(console, app, tenant);

        var input = task.GetProperty("input");
        input.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["name", "role"]);
        var kept = input.GetProperty("into").GetProperty("id").GetString();
        await page.GotoAsync("/duplicates");
        await Assertions.Expect(list).ToContainTextAsync("No likely duplicates");
        await page.GotoAsync("/duplicates?state=merged");
        await Assertions.Expect(list).ToContainTextAsync("Same email");

        await page.SetViewportSizeAsync(390, 844);
        await PageInspector.Inspect(page, "merged duplicates on a phone");
        await page.GotoAsync($"/members/{kept}");
        await page.Locator("section:has(#member-timeline)").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await window.Toast.WaitForAsync();
        await OfferedTasks.Complete(console, app, tenant);
        await page.GotoAsync($"/duplicates?record={first}");
        await Assertions.Expect(list).ToContainTextAsync("Mira Okafor");
        await Assertions.Expect(page.Locator("[id^='merge-']")).ToHaveCountAsync(1);
        await PageInspector.Inspect(page, "duplicates of a user on a phone");
        window.ShouldHaveNoComplaints();
    }

    private static async Task<string> Member(TestApplication app, string tenant, string id, object values) =>
        (await app.Put($"/api/v1/tenants/{tenant}/members/ext:{id}", values)).GetProperty("id").GetString()!;
}
