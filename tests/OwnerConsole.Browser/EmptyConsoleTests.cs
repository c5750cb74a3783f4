using System.Diagnostics;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A new console without reported data.</summary>
[Slow(20, "Overview")]
public sealed class EmptyConsoleTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(1024)]
    [InlineData(390)]
    public async Task The_first_page_shows_the_setup_checklist_which_can_be_hidden_and_opened_again(int width)
    {
        await using var window = await console.Open(width);
        var page = window.Page;
        await page.GotoAsync("/");
        new Uri(page.Url).AbsolutePath.ShouldBe("/overview");
        await PageInspector.Inspect(page, $"empty {width}");
        await Assertions.Expect(page.GetByText("/api/v1/tenants/ext:acme \\")).ToBeVisibleAsync();

        await window.Press(page.Locator("#hide-setup"));
        await Assertions.Expect(page.Locator("#setup")).ToHaveCountAsync(0);
        await PageInspector.Inspect(page, $"empty without checklist {width}");
        await page.GotoAsync("/help");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Setup checklist" }).ClickAsync();
        await page.Locator("#hide-setup").ClickAsync();

        await Assertions.Expect(page.Locator("#hide-setup")).ToHaveTextAsync("Hide checklist");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_commands_shown_with_a_new_key_report_a_first_tenant_and_its_step_is_ticked_without_a_reload()
    {
        await using var own = new SignedInConsole();
        await ((IAsyncLifetime)own).InitializeAsync();
        await using var overview = await own.Open();
        await using var window = await own.Open();
        await overview.Page.GotoAsync("/overview");
        await overview.Page.EvaluateAsync("window.isSamePage = true");
        await window.Page.GotoAsync("/overview");

        await window.Page.Locator("#do-api-key").ClickAsync();
        await window.Page.Locator("#name").FillAsync("My application");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Assertions.Expect(overview.Page.Locator("#setup-api-key")).ToContainTextAsync("1 live key, not used yet", new() { Timeout = 20_000 });
        await PageInspector.Inspect(window.Page, "new key");
        await Run(await window.Page.Locator(".snippet pre").First.InnerTextAsync());

        await Assertions.Expect(overview.Page.Locator("#setup-first-tenant.is-done")).ToContainTextAsync("1 tenant reported", new() { Timeout = 20_000 });
        await Assertions.Expect(overview.Page.Locator("#setup-done")).ToHaveTextAsync("2 of 7"); // this console's database is backed up elsewhere
        (await overview.Page.EvaluateAsync<bool>("window.isSamePage === true")).ShouldBeTrue();
        overview.ShouldHaveNoComplaints();
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Load_demo_data_shows_simulated_tenants(bool script)
    {
        await using var own = new SignedInConsole();
        await ((IAsyncLifetime)own).InitializeAsync();
        await using var window = await own.Open(script: script);
        var page = window.Page;
        await page.GotoAsync("/overview");

        await page.Locator("#load-demo").ClickAsync();
        await page.Locator("#in-product").SelectOptionAsync("school");
        await page.Locator("#in-tenants").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Load demo data" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Generating demo data");
        await own.Until("select exists (select from core.sessions)");
        if (!script)
            await page.GotoAsync("/overview");
        await Assertions.Expect(page.Locator("#overview")).ToContainTextAsync("Demo data", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("#hot-h")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#setup-first-tenant.is-done")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#setup-terminology.is-done")).ToContainTextAsync("students");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_tour_starts_on_the_overview()
    {
        await using var window = await console.Open();

        await window.Page.GotoAsync("/overview?tour=1");

        await Assertions.Expect(window.Page.GetByText("Step 1 of 5")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("#setup-h")).ToBeVisibleAsync();
    }

    /// <summary>Runs commands as a person who pastes them into a shell.</summary>
    private static async Task Run(string commands)
    {
        var start = new ProcessStartInfo("sh")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var shell = Process.Start(start)!; // starting a new process never returns null
        await shell.StandardInput.WriteAsync($"set -eu\n{commands}\n");
        shell.StandardInput.Close();
        var trouble = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, trouble);
    }
}
