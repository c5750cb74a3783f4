using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>The mail server is configured by an operation, and its password is never shown again.</summary>
[NotPooled("Checks connections to email servers; EmailSenderTests checks the queue.")]
[Slow(15, "Emails")]
public sealed class ConfigureMailTests
{
    private const string Password = "quite a secret word";

    [Fact]
    public async Task The_password_is_never_returned_and_never_stored_in_plain_text()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);

        var run = await app.Run("mail.configure", "tnt_platform", Settings(2525, Password));
        var previewed = await app.Preview("mail.configure", ["tnt_platform"], Settings(2526, Password));

        (run.GetRawText() + previewed.GetRawText()).ShouldNotContain(Password);
        (await app.Get("/api/v1/mail")).GetProperty("has_password").GetBoolean().ShouldBeTrue();
        (await Rows(console)).ShouldNotContain(row => row.Contains(Password) || row.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Password))));
    }

    [Theory]
    [InlineData("starttls", false, "The server doesn't support STARTTLS on this port, so nothing was sent.")]
    [InlineData("starttls", true, "The server expects implicit TLS on this port.")]
    [InlineData("implicit", false, "The server starts unencrypted on this port. Choose STARTTLS,")]
    public async Task A_server_with_another_encryption_gets_no_email_and_the_error_says_what_to_choose(string encryption, bool isSecure, string says)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        using var certificate = new Certificate();
        (string, string)[] speaks = isSecure ? [("KEY", certificate.Key), ("CERT", certificate.File), ("SECURE", "yes")] : [];
        await using var postbox = await MailServer.Start(0, speaks);
        await app.Run("mail.configure", "tnt_platform", Settings(postbox.Port, Password, encryption: encryption));

        await app.Run("mail.test", "tnt_platform");
        var emails = await app.Await("/api/v1/emails", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() > 0);

        emails.GetProperty("data")[0].GetProperty("reason").GetString()!.ShouldStartWith(says);
        emails.GetProperty("data")[0].GetProperty("state").GetString().ShouldBe("waiting");
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_form_shows_the_port_of_each_encryption()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/settings/mail");

        owner.Page.ShouldContain("<option value=\"implicit\">Implicit TLS (usually 465)</option>");
        owner.Page.ShouldContain("<option value=\"starttls\" selected>STARTTLS (usually 587)</option>");
    }

    [Fact]
    public async Task A_stored_password_is_reused_only_for_the_same_server_and_user()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Run("mail.configure", "tnt_platform", Settings(2525, Password));

        var renamed = await app.Refusal("mail.configure", "tnt_platform", Settings(2525, null, sender: "Other"));
        var moved = await app.Refusal("mail.configure", "tnt_platform", Settings(2526, null));

        var downgraded = await app.Refusal("mail.configure", "tnt_platform", Settings(2525, null, encryption: "implicit"));

        (renamed, moved, downgraded).ShouldBe((null, "password_needed", "password_needed"));
    }

    [Theory]
    [InlineData("host", "no host", "bad_host")]
    [InlineData("port", 0, "bad_port")]
    [InlineData("encryption", "none", "password_in_clear")]
    [InlineData("from_address", "Ann <ann@example.org>", "bad_from")]
    [InlineData("from_address", "a@[127.0.0.1]", "bad_from")]
    [InlineData("from_address", "a@127.0.0.1", "bad_from")]
    [InlineData("from_name", "Ann\nBcc: all@example.org", "bad_name")]
    public async Task An_invalid_setting_is_refused(string field, object value, string code)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var input = JsonSerializer.SerializeToNode(Settings(587, Password), Json.Options)!.AsObject();
        input[field] = JsonSerializer.SerializeToNode(value);

        (await app.Refusal("mail.configure", "tnt_platform", input)).ShouldBe(code);
    }

    [Fact]
    public async Task Undo_restores_the_previous_server_and_finally_none()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var first = await app.Run("mail.configure", "tnt_platform", Settings(2525, Password));
        var second = await app.Run("mail.configure", "tnt_platform", Settings(2526, Password));

        await app.Undo(second);
        var before = await app.Get("/api/v1/mail");
        await app.Undo(first);
        var none = await app.Get("/api/v1/mail");

        (before.GetProperty("port").GetInt32(), before.GetProperty("has_password").GetBoolean()).ShouldBe((2525, true));
        none.GetProperty("is_set_up").GetBoolean().ShouldBeFalse();
        (await app.Refusal("mail.test", "tnt_platform")).ShouldBe("not_set_up");
    }

    [Fact]
    public async Task A_run_with_fields_that_are_settings_now_can_be_undone()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var run = await app.Run("mail.configure", "tnt_platform", Settings(2525, Password));
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var written = new Npgsql.NpgsqlCommand(
            "update core.runs set version = 1, input = (input::jsonb || '{\"platform_name\": \"Time Bot\", \"platform_url\": null}')::text where operation = 'mail.configure'",
            super
        );
        await using (var door = new Npgsql.NpgsqlCommand("set app.run = 'run_before'", super))
            await door.ExecuteNonQueryAsync();
        (await written.ExecuteNonQueryAsync()).ShouldBe(1);

        await app.Undo(run);

        (await app.Get("/api/v1/mail")).GetProperty("is_set_up").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("platform.name", "One\r\nTwo")]
    [InlineData("platform.name", "")]
    [InlineData("platform.url", "javascript:alert(1)")]
    [InlineData("platform.url", "https://console.example/path")]
    public async Task A_name_or_address_that_emails_cannot_contain_is_refused(string key, string value)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);

        (await app.Refusal("setting.change", "tnt_platform", new { key, value })).ShouldBe("bad_text");
    }

    private static object Settings(int port, string? password, string sender = "Time Bot", string encryption = "starttls") =>
        new
        {
            host = "localhost",
            port,
            encryption,
            user_name = "console",
            password,
            from_address = "console@timebot.example",
            from_name = sender,
        };

    /// <summary>Every row of every table including previews; bytes are hexadecimal digits.</summary>
    private static async Task<IReadOnlyList<string>> Rows(TestConsole console)
    {
        await using var look = await console.Database.ReadTenants([]);
        var previews = await look.List<string>("select input from core.previews");
        return [.. (await Laws.DatabaseSnapshot.ReadAll(console)).Rows, .. previews];
    }
}
