using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>A person is warned by email when others try to sign in as them, at most once a day.</summary>
public sealed class SignInWarningTests
{
    [Fact]
    public async Task Guessing_that_locks_an_account_is_reported_once_a_day()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var owner = await TestBrowser.Owner(console);

        await Guess(owner.NewBrowser(), 5);
        var warning = await postbox.Next();
        await Guess(owner.NewBrowser(), 1);
        await app.Await("/api/v1/emails?state=sent", letters => letters.GetProperty("data").GetArrayLength() == 1);

        (warning.To.Address, warning.Subject).ShouldBe((TestBrowser.Email, "Failed attempts to sign in to Time Bot as you"));
        warning.Text.ShouldContain("five wrong passwords or codes");
        warning.Text.ShouldContain("https://console.timebot.example/settings/account");
        (await app.Get("/api/v1/emails")).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_copied_passkey_is_reported_by_email()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var (owner, key) = (await TestBrowser.Owner(console), new SoftwarePasskey { Count = 40 });
        await key.AddTo(owner, console);
        key.Count = 7;

        var guest = owner.NewBrowser();
        await guest.Get("/sign-in");
        await guest.Post("/sign-in/passkey", await key.Show(guest, console, "/sign-in/passkey/begin"));

        var letters = (await app.Get("/api/v1/emails")).GetProperty("data");
        letters.GetArrayLength().ShouldBe(1);
        letters[0].GetProperty("template").GetString().ShouldBe("sign_in.refused");
    }

    private static async Task Guess(TestBrowser guesser, int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            await guesser.Get("/sign-in");
            // Uses a different address for each guess; otherwise the limit per address would apply first.
            await guesser.PostRaw(
                "/sign-in",
                TestBrowser.Form(("email", TestBrowser.Email), ("password", "not the password"), ("__RequestVerificationToken", guesser.Token)),
                ("Sec-Fetch-Site", "same-origin"),
                ("X-Forwarded-For", $"192.0.2.{guess + (times * 10)}")
            );
        }
    }
}
