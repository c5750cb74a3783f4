using System.Globalization;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Email setup, a changed template, a test email and the email log.</summary>
[Slow(10, "Emails")]
public sealed class MailTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    private const string Subject = "Grüße von {{platform.name}}";

    [Fact]
    public async Task Email_is_set_up_a_template_is_changed_and_a_test_email_is_delivered()
    {
        await using var postbox = await MailServer.Start();
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/settings/mail");
        await Assertions.Expect(page.GetByText("Email is not set up.")).ToBeVisibleAsync();
        await page.GetByLabel("Host", new() { Exact = true }).FillAsync("127.0.0.1");
        await page.GetByLabel("From address").FillAsync("console@timebot.example");
        await page.GetByLabel("Port").FillAsync(postbox.Port.ToString(CultureInfo.InvariantCulture));
        await page.GetByLabel("Encryption").SelectOptionAsync("implicit");
        await page.GetByLabel("User name").FillAsync("console");
        await page.Locator("#save-mail").ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("Enter the password again, because the host, port, user name or encryption changed.");
        await page.GetByLabel("User name").FillAsync("");
        await page.GetByLabel("Encryption").SelectOptionAsync("none");
        await page.Locator("#save-mail").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("Email settings saved");
        await page.GetByRole(AriaRole.Link, new() { Name = "console URL" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Used for links in emails")).ToBeVisibleAsync();
        await console.Application.Run("setting.change", "tnt_platform", new { key = "platform.name", value = "Time Bot" });

        await page.GotoAsync("/settings/templates");
        await page.GetByRole(AriaRole.Link, new() { Name = "Test email" }).ClickAsync();
        await page.GetByLabel("Subject").FillAsync("{{platform.nam}}");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("Subject contains {{platform.nam}}");
        await page.GetByLabel("Subject").FillAsync(Subject);
        await page.GetByLabel("HTML", new() { Exact = true })
            .FillAsync("<p>Hallo {{recipient.name}}</p><script>parent.location = 'https://evil.example'</script>");
        await Assertions.Expect(page.Locator("#drawn-subject")).ToHaveTextAsync("Grüße von Time Bot");
        await Assertions.Expect(page.FrameLocator("iframe[name=drawn]").GetByText("Hallo Ann Example")).ToBeVisibleAsync();
        await Assertions.Expect(page.FrameLocator("iframe[name=drawn]").Locator("script")).ToHaveCountAsync(0);
        await page.GetByText("Values of the preview").ClickAsync();
        await page.Locator("#member").FillAsync("#U000000000");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("has this id or support number");
        await page.Locator("#member").FillAsync("");
        await page.GetByLabel("Dark").CheckAsync();
        await Assertions.Expect(page.FrameLocator("iframe[name=drawn]").Locator(".oc-page")).ToHaveCSSAsync("background-color", "rgb(15, 19, 27)");
        await page.Locator("#save-template").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 email template changed");
        await AddTranslation(page, window);

        await page.Locator("#send-test").ClickAsync();
        await Assertions.Expect(window.Toast.Filter(new() { HasText = "Sending test email" })).ToBeVisibleAsync();
        var mail = await postbox.Next();
        mail.Subject.ShouldBe("Grüße von Time Bot");
        (await page.GotoAsync("/emails"))!.Ok.ShouldBeTrue();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "mail.test" });
        await Assertions.Expect(row).ToContainTextAsync("sent");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Version 3" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attempts" })).ToContainTextAsync("250");
        await PageInspector.Inspect(page, "email");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Email");
        window.ShouldComplainOnlyOf("400"); // the refused forms
    }

    private static async Task AddTranslation(IPage page, BrowserWindow window)
    {
        await page.GetByLabel("Language of the new translation").FillAsync("klingon");
        await page.Locator("#add-language").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("BCP 47");
        await page.GetByLabel("Language of the new translation").FillAsync("ar");
        await page.Locator("#add-language").ClickAsync();
        await page.GetByLabel("HTML", new() { Exact = true }).FillAsync("<p>مرحبا {{recipient.name}}</p>");
        await page.Locator("#text").FillAsync("");
        await Assertions.Expect(page.Locator("#drawn-text")).ToContainTextAsync("مرحبا Ann Example");
        await Assertions.Expect(page.FrameLocator("iframe[name=drawn]").Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await page.Locator("#save-template").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Arabic" })).ToHaveAttributeAsync("aria-current", "page");
        await PageInspector.Inspect(page, "template");
        await page.Locator("#remove-translation").ClickAsync();
        await Assertions.Expect(window.Toast.Filter(new() { HasText = "1 translation removed" })).ToBeVisibleAsync();
        await page.GotoAsync("/settings/templates/mail.test/versions/0");
        await Assertions.Expect(page.Locator("#compared-subject ins").First).ToContainTextAsync("Grüße");
        await PageInspector.Inspect(page, "template version");
        await page.Locator("#restore-version").ClickAsync();
        await Assertions.Expect(page.Locator("#subject")).ToHaveValueAsync("Test email from {{platform.name}}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Version 1" }).ClickAsync();
        await page.Locator("#restore-version").ClickAsync();
        await Assertions.Expect(page.Locator("#subject")).ToHaveValueAsync(Subject);
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Versions" })).ToContainTextAsync("Version 3");
    }
}
