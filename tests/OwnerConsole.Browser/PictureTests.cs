using System.Diagnostics;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The screenshots of the README and the documentation: bin/picture stores those of this test.</summary>
[Slow(14, "Help")]
public sealed class PictureTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    /// <summary>Directory for the screenshots; null to only check that they can be taken.</summary>
    private static readonly string? s_directory = Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } directory ? directory : null;

    [Fact]
    public async Task Pages_with_test_data_can_be_shown_in_screenshots()
    {
        var key = await TestApplication.Connect(console, Mode.Test);
        var studios = s_directory is null ? "80" : "200"; // a list shows 50
        using var world = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "World.dll"), console.Address.ToString(), studios])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                Environment = { ["OWNER_CONSOLE_KEY"] = key.Key },
            }
        )!; // a new process is always started
        await world.WaitForExitAsync();
        world.ExitCode.ShouldBe(0);
        await using var window = await console.Open();

        await window.Page.GotoAsync("/tenants");
        await window.Page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await window.Page.GetByTestId("tenant-checkbox-2").CheckAsync();
        await Take(window.Page, "tenants");
        (await window.Page.Locator("tbody tr").CountAsync()).ShouldBe(50);
        foreach (var width in new[] { 1440, 1280, 800, 390 })
        {
            await window.Page.SetViewportSizeAsync(width, 900);
            (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width);
        }
        await window.Page.SetViewportSizeAsync(1440, 900);
        var tenants = (await key.Get("/api/v1/tenants?limit=2")).GetProperty("data").EnumerateArray().Select(tenant => tenant.GetProperty("id").GetString());
        const string body = "**Reports** of {{tenant.name}} are on the start page.\n\n- Hours by coach\n- Bookings by week";
        await window.Page.GotoAsync(
            $"/operations/new?operation=broadcast.create&subject=tnt_platform&back=/messaging/broadcasts&input_subject={Uri.EscapeDataString("Reports are ready, {{recipient.name}}")}&body={Uri.EscapeDataString(body)}&kind=feature_update"
        );
        await window.Page.Locator("#preview-confirm").ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Reports are ready" }).First.ClickAsync();
        await window.Page.Locator("#recipient").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Assertions.Expect(window.Page.Locator("#notification-title")).Not.ToContainTextAsync("Ann Example");
        await Take(window.Page, "broadcast");
        foreach (
            var (name, address) in new[]
            {
                ("operation", $"/operations/new?operation=tenant.suspend&subject={string.Join("&subject=", tenants)}&back=/tenants"),
                ("log", "/audit"),
            }
        )
        {
            await window.Page.GotoAsync(address);
            await Take(window.Page, name);
        }
        window.ShouldHaveNoComplaints();
    }

    private static async Task Take(IPage page, string name)
    {
        var picture = await page.ScreenshotAsync();
        picture.Length.ShouldBeGreaterThan(50_000);
        if (s_directory is not null)
            await File.WriteAllBytesAsync(Path.Combine(s_directory, $"{name}.png"), picture);
    }
}
