using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Acceptance test of the owner: two tenants are suspended from the directory, and one toast confirms it.</summary>
public sealed class SuspendTwoTenantsTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task Two_selected_tenants_are_suspended_and_one_toast_confirms_it()
    {
        // The owner's steps name port 8080; the browser maps it to the port of this run, so that they stay as written.
        await using var browser = await Chromium.Launch($"--host-resolver-rules=MAP localhost:8080 127.0.0.1:{console.Address.Port}");
        await using var window = await console.Open(browser: browser);
        var page = window.Page;

        await page.GotoAsync("http://localhost:8080/owner/tenants");
        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await page.GetByTestId("tenant-checkbox-2").CheckAsync();
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        await page.GetByText("Suspend Selected").ClickAsync();

        await Assertions.Expect(page.Locator(".toast")).ToHaveTextAsync("2 tenants suspended");
        window.ShouldHaveNoComplaints();
    }
}
