using System.Diagnostics;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The README's screenshot: bin/picture stores the one of this test.</summary>
public sealed class PictureTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task The_directory_with_test_data_can_be_shown_in_a_screenshot()
    {
        var key = await TestApplication.Connect(console, Mode.Test);
        using var world = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "World.dll"), console.Address.ToString()])
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
        var picture = await window.Page.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable("PICTURE") is { Length: > 0 } path)
            await File.WriteAllBytesAsync(path, picture);

        (await window.Page.Locator("tbody tr").CountAsync()).ShouldBe(50);
        picture.Length.ShouldBeGreaterThan(50_000);
        foreach (var width in new[] { 1440, 1280, 800, 390 })
        {
            await window.Page.SetViewportSizeAsync(width, 900);
            (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width);
        }
        window.ShouldHaveNoComplaints();
    }
}
