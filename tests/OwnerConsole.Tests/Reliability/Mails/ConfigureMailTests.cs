using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Reliability.Mails;

/// <summary>Which server takes the mail is decided like everything else, and its password is never seen again.</summary>
public sealed class ConfigureMailTests
{
    private const string Password = "quite a secret word";

    [Fact]
    public async Task The_password_is_answered_to_nobody_and_stands_nowhere_in_clear()
    {
        await using var console = await TestConsole.Start();
        var app = await Application.Connect(console);

        var run = await app.Decide("mail.configure", "tnt_platform", Settings(2525, Password));
        var previewed = await app.Preview("mail.configure", ["tnt_platform"], Settings(2526, Password));

        (run.GetRawText() + previewed.GetRawText()).ShouldNotContain(Password);
        (await app.Get("/api/v1/mail")).GetProperty("has_password").GetBoolean().ShouldBeTrue();
        (await Rows(console)).ShouldNotContain(row => row.Contains(Password) || row.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Password))));
    }

    [Fact]
    public async Task A_server_without_starttls_gets_nothing_when_it_was_demanded()
    {
        await using var console = await TestConsole.Start();
        var app = await Application.Connect(console);
        await using var postbox = await Postbox.Start();
        await app.Decide("mail.configure", "tnt_platform", Settings(postbox.Port, Password));

        await app.Decide("mail.test", "tnt_platform");
        await app.Await("/api/v1/letters", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() > 0);

        (await postbox.Rest()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_password_is_kept_for_the_same_server_and_user_and_for_nobody_else()
    {
        await using var console = await TestConsole.Start();
        var app = await Application.Connect(console);
        await app.Decide("mail.configure", "tnt_platform", Settings(2525, Password));

        var renamed = await app.Refusal("mail.configure", "tnt_platform", Settings(2525, null, platform: "Other"));
        var moved = await app.Refusal("mail.configure", "tnt_platform", Settings(2526, null));

        (renamed, moved).ShouldBe((null, "password_needed"));
    }

    [Theory]
    [InlineData("host", "no host", "bad_host")]
    [InlineData("port", 0, "bad_port")]
    [InlineData("encryption", "implicit", "implicit_tls")]
    [InlineData("encryption", "none", "password_in_clear")]
    [InlineData("from_address", "Ann <ann@example.org>", "bad_from")]
    [InlineData("from_name", "Ann\nBcc: all@example.org", "bad_name")]
    [InlineData("platform_name", "One\r\nTwo", "bad_name")]
    [InlineData("platform_url", "javascript:alert(1)", "bad_url")]
    public async Task What_cannot_work_is_refused(string field, object value, string code)
    {
        await using var console = await TestConsole.Start();
        var app = await Application.Connect(console);
        var input = JsonSerializer.SerializeToNode(Settings(587, Password), Json.Options)!.AsObject();
        input[field] = JsonSerializer.SerializeToNode(value);

        (await app.Refusal("mail.configure", "tnt_platform", input)).ShouldBe(code);
    }

    [Fact]
    public async Task Undo_brings_the_server_before_back_and_in_the_end_none()
    {
        await using var console = await TestConsole.Start();
        var app = await Application.Connect(console);
        var first = await app.Decide("mail.configure", "tnt_platform", Settings(2525, Password));
        var second = await app.Decide("mail.configure", "tnt_platform", Settings(2526, Password));

        await app.Undo(second);
        var before = await app.Get("/api/v1/mail");
        await app.Undo(first);
        var none = await app.Get("/api/v1/mail");

        (before.GetProperty("port").GetInt32(), before.GetProperty("has_password").GetBoolean()).ShouldBe((2525, true));
        none.GetProperty("is_set_up").GetBoolean().ShouldBeFalse();
        (await app.Refusal("mail.test", "tnt_platform")).ShouldBe("not_set_up");
    }

    private static object Settings(int port, string? password, string platform = "Time Bot") =>
        new
        {
            host = "localhost",
            port,
            user_name = "console",
            password,
            from_address = "console@timebot.example",
            platform_name = platform,
        };

    /// <summary>Every row of every table, previews among them; bytes are hex digits.</summary>
    private static async Task<IReadOnlyList<string>> Rows(TestConsole console)
    {
        await using var look = await console.Database.Look([]);
        var previews = await look.List<string>("select input from core.previews");
        return [.. (await Laws.Picture.Everything(console)).Rows, .. previews];
    }
}
