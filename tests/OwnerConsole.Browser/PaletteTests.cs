using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The command palette.</summary>
public sealed class PaletteTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    /// <summary>Title and label of the first two rows that are not help pages.</summary>
    private const string TwoRows = """
        [...document.querySelectorAll("#palette-list [role=option]")]
          .map((row) => `${row.querySelector(".m").textContent}|${row.querySelector(".push").textContent}`)
          .filter((row) => !row.endsWith("|Help"))
          .slice(0, 2)
        """;

    [Fact]
    public async Task A_verb_and_a_name_open_the_preview_and_change_nothing()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/overview");

        await keys.PressAsync("Control+k");
        await page.Locator("#palette-q").PressSequentiallyAsync("sus acorn");
        await Assertions.Expect(Highlighted(page)).ToContainTextAsync("Suspend Acorn Academy");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#preview-cancel")).ToBeFocusedAsync();
        (await console.Application.Status(console.Ids[0])).ShouldBe("active");
        await keys.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
        new Uri(page.Url).AbsolutePath.ShouldBe("/overview");
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData("u", "members/mbr_", "#U565650001", "Nina")]
    [InlineData("Control+k", "members/mbr_", "56565000", "Nina")]
    [InlineData("Control+k", "members/mbr_", "@nina", "Nina")]
    [InlineData("Control+k", "members/mbr_", "#U56565000", "Nina")]
    [InlineData("Control+k", "tenants/tnt_", "acorn", "Acorn Academy")]
    [InlineData("Control+k", "tenants/tnt_", "#guild-0", "Acorn Academy")]
    [InlineData("Control+k", "audit", "aud", "Audit")]
    public async Task Any_identifier_opens_its_target_in_one_step(string key, string address, string text, string title)
    {
        await console.Application.Put($"/api/v1/tenants/{console.Ids[2]}/members/ext:nina", new { name = "Nina", support_number = "#U565650001" });
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        await keys.PressAsync(key);
        await Assertions.Expect(page.Locator("#palette-q")).ToBeFocusedAsync();
        await keys.TypeAsync(key == "u" ? text[1..] : text);
        await keys.PressAsync("Enter"); // also before the results have arrived

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
        new Uri(page.Url).AbsolutePath[1..].ShouldStartWith(address);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Keys_pressed_before_the_search_is_loaded_are_kept()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        var pressed = new TaskCompletionSource();
        await page.RouteAsync(
            "**/palette-*.js",
            async route =>
            {
                await pressed.Task;
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync("/tenants");

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("acorn");
        await keys.PressAsync("Enter");
        pressed.SetResult();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Acorn Academy");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_highlighted_result_stays_in_place_when_more_results_arrive()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        var answers = new TaskCompletionSource();
        await page.RouteAsync(
            "**/find/found?**",
            async route =>
            {
                await answers.Task;
                await route.ContinueAsync();
            }
        );

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#palette-q").PressSequentiallyAsync("stud");
        await page.Locator("#palette-q").FillAsync("st");
        await Assertions.Expect(page.Locator("#palette-list [role=option]").Nth(2)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        var before = await Shown(page);
        answers.SetResult();
        await Assertions.Expect(page.Locator("#palette-list [role=option]").Filter(new() { HasText = "Studio 10" })).ToHaveCountAsync(1);

        (await Shown(page)).Take(3).ShouldBe(before.Take(3));
        await Assertions.Expect(Highlighted(page)).ToHaveTextAsync(before[2]);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_command_without_a_target_asks_for_one_and_Esc_restores_the_focus()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");
        await page.Locator("#sort-name").FocusAsync();

        await keys.PressAsync("Control+k");
        await page.Locator("#palette-q").PressSequentiallyAsync(">suspend");
        await Assertions.Expect(Highlighted(page)).ToContainTextAsync("then type the name of a tenant");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#palette-q")).ToHaveValueAsync(">Suspend tenant ");
        await keys.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#palette")).ToBeHiddenAsync();
        (await window.Focused()).ShouldBe("sort-name");
    }

    [Fact]
    public async Task The_palette_ranks_the_words_of_an_owner_like_the_server()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        await page.RouteAsync("**/find/found?**", _ => Task.CompletedTask); // never answered, so that the palette shows its own ranking
        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#palette-q").FillAsync("estimated mrr");
        await Assertions.Expect(Highlighted(page)).ToContainTextAsync("MRR"); // the known results have arrived

        foreach (var (typed, _, _) in OwnerWords.All.SkipLast(OwnerWords.Mistyped))
        {
            await console.Owner.Get($"/find/found?q={Uri.EscapeDataString(typed)}");
            var expected = JsonSerializer
                .Deserialize<JsonElement>(console.Owner.Page)
                .GetProperty("results")
                .EnumerateArray()
                .Where(result => result.TryGetProperty("bonus", out var bonus) && bonus.GetInt32() > 0 && result.GetProperty("score").GetInt32() >= 60)
                .Take(2)
                .Select(result => $"{result.GetProperty("title")}|{result.GetProperty("label")}");
            await page.Locator("#palette-q").FillAsync(typed);

            (await page.EvaluateAsync<string[]>(TwoRows)).ShouldBe(expected, typed);
        }
    }

    [Fact]
    public async Task Opened_results_are_offered_again_until_the_person_signs_out()
    {
        await using var window = await console.Open(who: await console.AddColleague("recent", "admin"));
        var page = window.Page;
        await page.GotoAsync("/tenants");
        await Open(page, "acorn", "Acorn Academy");
        await Open(page, "audit", "Audit");
        await Open(page, ">back up now", null);
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#palette-list [role=option]").Nth(0)).ToContainTextAsync("Recent · Page");
        await Assertions.Expect(page.Locator("#palette-list [role=option]").Nth(1)).ToContainTextAsync("Recent · Tenant");
        await Assertions.Expect(page.Locator("#palette-list [role=option]").Nth(2)).Not.ToContainTextAsync("Recent");
        await page.Keyboard.PressAsync("Escape");

        await page.Locator("summary[aria-label^=Account]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        (await page.EvaluateAsync<int>("Object.keys(localStorage).filter(name => name.startsWith('recent:')).length")).ShouldBe(0);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_mistyped_word_is_corrected_with_one_click()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#palette-q").FillAsync("inovice");
        await Assertions.Expect(Highlighted(page)).ToContainTextAsync("Invoices");
        await page.GetByRole(AriaRole.Button, new() { Name = "invoice", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator("#palette-q")).ToHaveValueAsync("invoice");
        await Assertions.Expect(page.Locator("#palette [role=status]")).ToBeEmptyAsync();
        await Assertions.Expect(Highlighted(page)).ToContainTextAsync("Invoices");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task An_unreachable_console_is_reported()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        await page.RouteAsync("**/find/**", route => route.AbortAsync());

        await page.Keyboard.PressAsync("Control+k");

        await Assertions.Expect(page.Locator("#palette [role=status]")).ToHaveTextAsync("The console can't be reached.");
        window.ShouldComplainOnlyOf("ERR_FAILED");
    }

    [Fact]
    public async Task A_failed_search_is_not_reported_as_an_empty_result()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        await page.RouteAsync("**/find/found?**", route => route.FulfillAsync(new() { Status = 503 }));

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#palette-q").FillAsync("zzz");

        await Assertions.Expect(page.Locator("#palette [role=status]")).ToHaveTextAsync("Search failed. Keep typing to try again.");
        window.ShouldComplainOnlyOf("503");
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_palette_passes_the_inspection_in_every_theme_and_width(int width)
    {
        await using var window = await console.Open(width);
        var page = window.Page;
        await page.GotoAsync("/tenants");

        await page.Locator("#find").ClickAsync();
        await page.Locator("#palette-q").FillAsync("sus acorn");
        await Assertions.Expect(Highlighted(page)).ToContainTextAsync("Suspend Acorn Academy");

        await PageInspector.Inspect(page, $"palette {width}");
        await page.Locator("#palette-q").FillAsync("inovice");
        await Assertions.Expect(page.Locator("#palette [data-meant]")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, $"palette with a correction {width}");
        window.ShouldHaveNoComplaints();
    }

    /// <summary>Types a text and opens the first result.</summary>
    private static async Task Open(IPage page, string text, string? heading)
    {
        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#palette-q").FillAsync(text);
        await Assertions.Expect(Highlighted(page)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        if (heading is not null)
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
        else
            await Assertions.Expect(page.Locator("#preview-cancel")).ToBeFocusedAsync();
    }

    private static ILocator Highlighted(IPage page) => page.Locator("#palette-list [aria-selected=true]");

    private static async Task<IReadOnlyList<string>> Shown(IPage page) =>
        [.. (await page.Locator("#palette-list [role=option]").AllTextContentsAsync()).Select(text => text.Trim())];
}
