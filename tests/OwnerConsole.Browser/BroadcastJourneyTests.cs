using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner announces a feature to the owners of tenants with a plan, sees it in the application and in the mail, corrects it and reads the statistics.</summary>
[Slow(25, "StudioApp")]
public sealed class BroadcastJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task A_feature_is_announced_to_the_owners_of_a_plan_and_corrected()
    {
        var app = await TestApplication.Connect(console);
        await app.Run("profile.choose", IdGenerator.Platform, new { profile = "studio" });
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await using var studio = await StudioProcess.Start(console, app);
        var id = await studio.Open("Lumen");
        await console.Until(
            $"select exists (select from core.members m join core.tenants t using (tenant_id) where t.external_id = '{id}' and m.email = '{StudioProcess.Email}')"
        );
        var tenant = (await app.Get($"/api/v1/tenants/ext:{id}")).GetProperty("id").GetString()!;
        await app.Run("tenant.change_plan", tenant, new { items = new[] { new { plan = "pro" } } });
        await using var window = await console.Open();
        var page = window.Page;
        var inside = await page.Context.NewPageAsync();
        await SignIn(inside, studio.Address);

        await page.GotoAsync("/messaging/broadcasts");
        await page.GetByRole(AriaRole.Link, new() { Name = "New broadcast" }).First.ClickAsync();
        await page.GetByLabel("Subject").FillAsync("Reports, {{recipient.name}}");
        var editor = page.Locator(".editor-text");
        await editor.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bold" }).ClickAsync();
        await page.Keyboard.TypeAsync("Reports");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bold" }).ClickAsync();
        await page.Keyboard.TypeAsync(" are ready for ");
        await page.GetByLabel("Insert a variable").SelectOptionAsync("tenant.name");
        await page.GetByLabel("Kind").SelectOptionAsync("feature_update");
        await page.GetByLabel("Owners only").CheckAsync();
        await page.Locator("select[name=plan]").SelectOptionAsync("pro");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("1 client would receive");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Reports, {{recipient.name}}" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Reports, {{recipient.name}}" }).ClickAsync();
        await page.Locator("#recipient").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Assertions.Expect(page.Locator("#notification-body")).ToContainTextAsync("Reports are ready for Lumen");
        await PageInspector.Inspect(page, "broadcast-draft");

        var broadcast = page.Url.Split('/')[^1].Split('?')[0];
        await page.Locator("#send-broadcast").ClickAsync();
        await Confirm(page, "New reports");
        await Assertions.Expect(page.Locator("#stop-broadcast")).ToBeVisibleAsync(); // the dialog closes before the page and its address have changed
        await MakeDue(broadcast);
        var first = await postbox.Next();
        await inside.ReloadAsync();
        await inside.GetByRole(AriaRole.Link, new() { Name = "Notifications" }).ClickAsync();
        await Assertions.Expect(inside.Locator("main")).ToContainTextAsync("Reports are ready for Lumen");
        await Assertions.Expect(page.Locator("#row-email")).ToContainTextAsync("1", new() { Timeout = 15_000 });

        await page.Locator("#correct-broadcast").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit as Markdown" }).ClickAsync();
        (await page.Locator("textarea[name=body]").InputValueAsync()).ShouldBe("**Reports** are ready for {{tenant.name}}");
        await page.Locator("textarea[name=body]").FillAsync("**Reports** are ready on Monday for {{tenant.name}}.");
        await page.GetByLabel("Send email").CheckAsync();
        await Confirm(page, "Wrong day");
        await EndUndoTime(broadcast);
        var second = await postbox.Next();
        await inside.ReloadAsync();

        (first.To.Address, second.To.Address).ShouldBe((StudioProcess.Email, StudioProcess.Email));
        first.Subject.ShouldStartWith("Reports, ");
        first.Html!.ShouldContain("<strong>Reports</strong> are ready for Lumen");
        second.Subject.ShouldStartWith("Correction: Reports, ");
        await Assertions.Expect(inside.Locator("main")).ToContainTextAsync("Reports are ready on Monday for Lumen.");
        await Assertions.Expect(page.Locator("#row-correction")).ToContainTextAsync("1", new() { Timeout = 15_000 });
        await page.Locator("#row-email a").First.ClickAsync();
        await Assertions.Expect(page.Locator("#recipients")).ToContainTextAsync("Lumen");
        await PageInspector.Inspect(page, "broadcast-sent");
        window.ShouldHaveNoComplaints();
    }

    private static async Task Confirm(IPage page, string reason)
    {
        await page.Locator("#preview-reason").FillAsync(reason);
        await page.Keyboard.PressAsync("Tab");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#preview-confirm")).ToHaveCountAsync(0);
    }

    private static async Task SignIn(IPage page, Uri studio)
    {
        await page.GotoAsync(new Uri(studio, "/sign-in").ToString());
        await page.GetByLabel("Email").FillAsync(StudioProcess.Email);
        await page.GetByLabel("Password").FillAsync(StudioProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Ends the minute in which sending can be undone.</summary>
    private async Task MakeDue(string broadcast)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.MakeDue([$"broadcast:{broadcast}"]);
        await work.Commit();
    }

    private async Task EndUndoTime(string broadcast)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update broadcasts.corrections set due_at = now() where broadcast_id = @broadcast", new { broadcast });
            await work.Commit();
        }
        await MakeDue(broadcast);
    }
}
