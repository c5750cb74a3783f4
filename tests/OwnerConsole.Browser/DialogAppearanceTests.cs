using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Dialogs and popups pass the page inspection in every theme and at desktop, tablet and phone width.</summary>
public sealed class DialogAppearanceTests(DialogAppearanceTests.DialogConsole console) : IClassFixture<DialogAppearanceTests.DialogConsole>
{
    private static readonly Dictionary<string, Func<IPage, DialogConsole, Task>> s_opened = new(StringComparer.Ordinal)
    {
        ["one field"] = (page, console) => Preview(page, $"/tenants/{console.Ids[1]}", "#add-tag"),
        ["a text"] = (page, console) => Preview(page, $"/tenants/{console.Ids[1]}", "#add-note"),
        ["many fields"] = (page, _) => Preview(page, "/plans", "#add-plan"),
        ["rows"] = (page, console) => Preview(page, $"/tenants/{console.Ids[1]}", "#change-plan"),
        ["errors"] = async (page, _) =>
        {
            await Preview(page, "/plans", "#add-plan");
            await page.Locator("#in-key").FillAsync("No key");
            await page.Locator("#in-name").FillAsync("Pro");
            await page.Locator("#in-price").FillAsync("much");
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(page.Locator("#preview .err:visible, #preview .note-bad:visible").First).ToBeVisibleAsync();
        },
        ["a setting"] = (page, _) => Preview(page, "/settings", "#change-emails\\.keep_days"),
        ["a bulk operation"] = async (page, _) =>
        {
            await page.GotoAsync("/tenants");
            await page.Locator("[data-tick-all]").CheckAsync();
            await page.GetByTestId("bulk-operations-btn").ClickAsync();
            await Assertions.Expect(page.Locator("#preview:modal")).ToHaveCountAsync(1);
        },
        ["an irreversible action"] = (page, _) => Preview(page, "/settings/demo", "#erase-demo"),
        ["the actions"] = async (page, console) =>
        {
            await page.GotoAsync($"/tenants/{console.Ids[1]}");
            await page.Locator("#do-more").ClickAsync();
            await Assertions.Expect(page.Locator("#do-tenant\\.reactivate")).ToBeDisabledAsync();
        },
        ["refused"] = (page, console) => page.GotoAsync($"/operations/new?operation=tenant.reactivate&subject={console.Ids[1]}&back=/tenants"),
        ["revoking"] = async (page, console) =>
        {
            await page.GotoAsync($"/tenants/{console.Ids[0]}");
            await page.Locator("#do-more").ClickAsync();
            await page.Locator("#do-tenant\\.revoke").ClickAsync();
            await Assertions.Expect(page.Locator("#preview:modal")).ToHaveCountAsync(1);
        },
        ["a view"] = (page, _) => Preview(page, "/tenants?q=studio", "#save-view"),
        ["the emergency stop"] = (page, _) => Preview(page, "/overview", "#stop-everything"),
        ["unsaved text"] = async (page, console) =>
        {
            await Preview(page, $"/tenants/{console.Ids[1]}", "#add-note");
            await page.Locator("#preview textarea").FillAsync("Call them.");
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator("#preview [data-unsaved]")).ToBeVisibleAsync();
        },
        ["a secret"] = async (page, _) =>
        {
            await Preview(page, "/webhooks/out", "#add-endpoint");
            await page.Locator("#in-url").FillAsync($"https://app.example/{Guid.CreateVersion7()}");
            await page.Keyboard.PressAsync("Tab");
            await page.Locator("#preview-confirm").ClickAsync();
            await Assertions.Expect(page.Locator("#secret-done")).ToBeVisibleAsync();
        },
        ["a time report"] = (page, console) => Open(page, "/tenants", $"#report-{console.Ids[0]}", "#dialogs > dialog:modal"),
        ["overview"] = (page, console) => Center(page, console, "overview"),
        ["members"] = (page, console) => Center(page, console, "members"),
        ["usage"] = (page, console) => Center(page, console, "usage"),
        ["timeline"] = (page, console) => Center(page, console, "timeline"),
        ["a dialog over another"] = async (page, console) =>
        {
            await Center(page, console, "overview");
            await page.Locator("#act").ClickAsync();
            await Assertions.Expect(page.Locator("#preview:modal")).ToHaveCountAsync(1);
        },
        ["a toast over a dialog"] = async (page, console) =>
        {
            await page.GotoAsync($"/tenants?open={console.Ids[2]}");
            await page.Locator("#add-tag").ClickAsync();
            await page.Locator("#in-tag").FillAsync($"t{Guid.CreateVersion7():n}"[..20]);
            await page.Keyboard.PressAsync("Tab");
            await page.Locator("#preview-confirm").ClickAsync();
            await Assertions.Expect(page.Locator("#command-center .toast-card")).ToBeVisibleAsync();
        },
        ["the palette"] = async (page, _) =>
        {
            await Open(page, "/tenants", "#find", "#palette:modal");
            await page.Locator("#palette-q").FillAsync("sus acorn");
            await Assertions.Expect(page.Locator("#palette-list [aria-selected=true]")).ToContainTextAsync("Suspend Acorn Academy");
        },
        ["the keys"] = async (page, _) =>
        {
            await page.GotoAsync("/tenants");
            await page.Keyboard.PressAsync("?");
            await Assertions.Expect(page.Locator("#keys:modal")).ToHaveCountAsync(1);
        },
        ["the tour"] = (page, _) => page.GotoAsync("/overview?tour=2"),
        ["the filters"] = (page, _) => Open(page, "/tenants", "#filters summary", "#filters select >> nth=0"),
        ["the columns"] = (page, _) => Open(page, "/tenants", "#look summary", "#density-compact"),
        ["the account"] = (page, _) => Open(page, "/tenants", ".hud details summary", ".hud .popup"),
    };

    public static TheoryData<string> Opened => [.. s_opened.Keys];

    [Theory]
    [MemberData(nameof(Opened))]
    public async Task Every_dialog_passes_the_inspection_in_every_theme_and_width(string what)
    {
        var window = await console.SharedWindow();
        await window.Page.SetViewportSizeAsync(1440, 900);

        await s_opened[what](window.Page, console);

        var turn = s_opened.Keys.Index().First(opened => opened.Item == what).Index;
        foreach (var (width, height) in new[] { (1440, 900), (1024, 768), (390, 844) })
        {
            await window.Page.SetViewportSizeAsync(width, height);
            await PageInspector.Inspect(window.Page, $"{what} {width}", PageInspector.Theme(turn++));
        }
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData("/tenants/{id}", "#do-more")]
    [InlineData("/tenants", ".bulk-open")]
    public async Task A_phone_sheet_passes_the_inspection_in_every_theme(string address, string opens)
    {
        await using var phone = await console.Open(390);
        await phone.Page.GotoAsync(address.Replace("{id}", console.Ids[1], StringComparison.Ordinal));
        if (await phone.Page.GetByTestId("tenant-checkbox-1").CountAsync() > 0)
            await phone.Page.GetByTestId("tenant-checkbox-1").CheckAsync();

        await phone.Page.Locator(opens).ClickAsync();

        await Assertions.Expect(phone.Page.Locator(".sheet:popover-open")).ToHaveCountAsync(1);
        await PageInspector.Inspect(phone.Page, $"{address} sheet");
        phone.ShouldHaveNoComplaints();
    }

    private static Task Center(IPage page, DialogConsole console, string tab) => page.GotoAsync($"/tenants?open={console.Ids[0]}&tab={tab}");

    private static Task Preview(IPage page, string address, string link) => Open(page, address, link, "#preview:modal");

    private static async Task Open(IPage page, string address, string link, string shown)
    {
        await page.GotoAsync(address);
        await page.Locator(link).DispatchEventAsync("click"); // on a phone it can be inside a sheet, on a desktop outside the visible area
        await Assertions.Expect(page.Locator(shown)).ToHaveCountAsync(1);
    }

    /// <summary>One window for all tests, a plan that can be granted and test data that can be erased.</summary>
    public sealed class DialogConsole : OwnedConsole
    {
        private BrowserWindow? _shared;

        public async Task<BrowserWindow> SharedWindow()
        {
            if (_shared is not null)
                return _shared;
            await Application.Run(
                "plan.create",
                IdGenerator.Platform,
                new
                {
                    key = "pro",
                    name = "Pro",
                    price = new { amount = 4_900, currency = "USD" },
                }
            );
            await (await TestApplication.Connect(this, Mode.Test)).Tenant("looked-at");
            return _shared = await Open();
        }
    }
}
