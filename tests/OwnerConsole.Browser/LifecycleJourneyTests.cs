using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;

namespace OwnerConsole.Browser;

/// <summary>An owner simulates a recipe, turns it on, sees it in the history of a tenant, stops it there and turns it off.</summary>
[Slow(20, "Automations")]
public sealed class LifecycleJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    private const string Recipe = "aut_trial_to_paid";

    [Fact]
    public async Task A_recipe_is_simulated_turned_on_and_stopped_for_a_tenant()
    {
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/lifecycle");
        await PageInspector.Inspect(page, "recipes");
        await page.Locator($"#{Recipe}").ClickAsync();
        await page.Locator("#simulate").ClickAsync();
        await Assertions.Expect(page.Locator("#simulated")).ToContainTextAsync("Extend trial: 0 times for 0 tenants");
        await page.Locator("#enable-automation").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("starts for events, dates and changed attributes from now on");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#disable-automation")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "a recipe that is on");
        var tenant = await StartTrial(app);

        await page.GotoAsync($"/tenants/{tenant}");
        var sequences = page.Locator("section[aria-labelledby=sequences-h]");
        await Assertions.Expect(sequences).ToContainTextAsync("Trial to paid");
        await Assertions.Expect(sequences).ToContainTextAsync("Running");
        await PageInspector.Inspect(page, "a tenant with a running sequence");
        await page.Locator("#stop-sequences").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("Automations stop for Birch: 1 sequence.");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.GotoAsync($"/tenants/{tenant}");
        await Assertions.Expect(sequences).ToContainTextAsync("stopped by the team");
        await Assertions.Expect(page.Locator("#stop-sequences")).ToHaveCountAsync(0);

        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var address in new[] { "/lifecycle", $"/messaging/automations/{Recipe}?simulate=true" })
            {
                await page.GotoAsync(address);
                await PageInspector.Inspect(page, $"{address} {width}");
            }
        }
        await Assertions.Expect(page.Locator("#enrollments")).ToContainTextAsync("Birch");
        await page.Locator("#disable-automation").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#enable-automation")).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    /// <summary>Reports a trial that ends in three days, which starts the recipe.</summary>
    /// <returns>ID of the tenant.</returns>
    private async Task<string> StartTrial(TestApplication app)
    {
        var trial = new
        {
            name = "Birch",
            lifecycle = "trial",
            contact_email = "ada@birch.example",
            trial_ends_at = TimeProvider.System.GetUtcNow().AddDays(3).AddSeconds(1), // later than three days after the recipe was turned on
        };
        var tenant = (await app.Put("/api/v1/tenants/ext:birch", trial)).GetProperty("id").GetString()!;
        var sweep = console.Services.GetServices<IWorkHandler>().OfType<DateSweep>().Single(); // else it starts within half a minute
        await Poll.Until(async () =>
        {
            await sweep.Execute(new("test", 0, null, "test", default, 0), CancellationToken.None);
            return (await app.Get($"/api/v1/enrollments?tenant={tenant}")).GetProperty("data").GetArrayLength() == 1;
        });
        return tenant;
    }
}
