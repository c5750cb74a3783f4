using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner connects a database without writing code, sees a preview of its data, and is shown its errors.</summary>
[Slow(15, "Connectors")]
public sealed class ConnectorTests
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_database_is_tested_fixed_connected_and_paused(int width)
    {
        await using var shop = await OwnerDatabase.Open();
        await shop.Execute("insert into accounts (id, name, country) values (7, 'Lumen', 'CH'), (8, 'Acorn', 'Norway')");
        await shop.Execute("insert into people (id, account_id, name, email) values (1, 7, 'Ada Byron', 'ada@lumen.example')");
        await shop.Execute($"grant insert on bookings to {shop.Role}");
        await using var console = new SignedInConsole();
        await ((IAsyncLifetime)console).InitializeAsync();
        await using var window = await console.Open(width);
        var page = window.Page;

        await page.GotoAsync("/settings/connector");
        await page.Locator("#in-host").FillAsync(shop.Host);
        await page.Locator("#in-database").FillAsync(shop.Database);
        await page.Locator("#in-user_name").FillAsync(shop.Role);
        await page.Locator("#in-password").FillAsync(OwnerDatabase.Password);
        await page.Locator("#in-encryption").SelectOptionAsync("none");
        await page.Locator("#test-connector").ClickAsync();
        await Assertions.Expect(page.Locator("#trial")).ToContainTextAsync("can write (bookings)");
        await PageInspector.Inspect(page, $"connector refused {width}");

        await shop.Execute($"revoke insert on bookings from {shop.Role}");
        await page.Locator("#test-connector").ClickAsync(); // the form keeps its values, also the password
        await Assertions.Expect(page.Locator("#trial")).ToContainTextAsync("ada@lumen.example");
        await Assertions.Expect(page.Locator("#trial")).ToContainTextAsync("8: country: must be two uppercase letters, such as CH.");
        await PageInspector.Inspect(page, $"connector tried {width}");

        await page.Locator("#save-connector").ClickAsync();
        await Assertions.Expect(window.Toast).ToContainTextAsync("Database connected");
        await Assertions.Expect(page.Locator("#connector-state")).ToContainTextAsync("Synced", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("#connector-state")).ToContainTextAsync("country: must be two uppercase letters");
        await PageInspector.Inspect(page, $"connector read {width}");

        await page.Locator("#connector-pause").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#connector-state")).ToContainTextAsync("Paused.");
        await page.GotoAsync("/tenants?q=lumen");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Lumen");
        window.ShouldHaveNoComplaints();
    }
}
