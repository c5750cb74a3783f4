using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>A person who signs in from an unknown device is notified by email.</summary>
public sealed class SignInAlertTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        NewerFirefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0";

    [Fact]
    public async Task A_new_device_is_reported_once_and_the_first_sign_in_never()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var owner = await TestBrowser.Owner(console);

        await SignIn(owner.NewBrowser(), owner.RecoveryCodes[0], agent: null);
        await SignIn(owner.NewBrowser(), owner.RecoveryCodes[1], Firefox);
        await SignIn(owner.NewBrowser(), owner.RecoveryCodes[2], NewerFirefox);
        var alert = await postbox.Next();
        await app.Await("/api/v1/emails?state=sent", letters => letters.GetProperty("data").GetArrayLength() == 1);

        (alert.To.Address, alert.To.Name, alert.Subject).ShouldBe((TestBrowser.Email, "Ann Owner", "New sign-in to Time Bot: Firefox on Windows"));
        alert.Text.ShouldContain("Device:     Firefox on Windows");
        alert.Text.ShouldContain("IP address: 127.0.0.1");
        alert.Text.ShouldContain("https://console.timebot.example/settings/account");
        alert.Html!.ShouldContain("<a href=\"https://console.timebot.example/settings/account\">");
        (await app.Get("/api/v1/emails")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_code_sends_no_email()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var owner = await TestBrowser.Owner(console);

        await SignIn(owner.NewBrowser(), "wrong-code", Firefox);

        (await app.Get("/api/v1/emails")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    private static async Task SignIn(TestBrowser visitor, string code, string? agent)
    {
        await visitor.Get("/sign-in");
        await visitor.Post("/sign-in", ("email", TestBrowser.Email), ("password", TestBrowser.Password));
        await visitor.Get("/sign-in/code");
        (string, string)[] headers = agent is null ? [] : [("User-Agent", agent)];
        await visitor.PostRaw(
            "/sign-in/code",
            TestBrowser.Form(("code", code), ("__RequestVerificationToken", visitor.Token)),
            [.. headers, ("Sec-Fetch-Site", "same-origin")]
        );
    }
}
