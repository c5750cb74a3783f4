using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Trust.PlatformSettings;

[Slow(16, "PlatformSettings", "Settings")]
public sealed class SettingsTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_changed_setting_shows_its_author_and_undo_restores_the_previous_value()
    {
        await Choose("emails.keep_days", 60);
        var second = await Choose("emails.keep_days", 90);
        var chosen = await Setting("emails.keep_days");
        await _app.Undo(second);
        var before = await Setting("emails.keep_days");
        await _app.Run("setting.change", IdGenerator.Platform, new { key = "emails.keep_days" });

        (Number(chosen), chosen.GetProperty("default").GetInt32(), chosen.GetProperty("unit").GetString()).ShouldBe((90, 30, "days"));
        chosen.GetProperty("run").GetString().ShouldBe(second.GetProperty("id").GetString());
        chosen.GetProperty("changed_by").GetString()!.ShouldStartWith("key_");
        Number(before).ShouldBe(60);
        Number(await Setting("emails.keep_days")).ShouldBe(30);
    }

    [Theory]
    [InlineData("emails.keep_days", "3", "out_of_bounds")]
    [InlineData("emails.keep_days", "\"many\"", "out_of_bounds")]
    [InlineData("emails.keep_days", "30", "no_change")]
    [InlineData("emails.keep_days", "\"60\"", null)]
    [InlineData("reporting.zone", "\"Europe/Nowhere\"", "not_a_choice")]
    [InlineData("reporting.currency", "\"XXY\"", "not_a_choice")]
    [InlineData("label.roles", "\"coach\"", "bad_text")]
    [InlineData("label.roles", "\"coach: Coach,\"", "bad_text")]
    [InlineData("label.roles", "\"coach: Coach\"", null)]
    [InlineData("nothing.of_this", "1", "unknown_setting")]
    public async Task An_invalid_value_is_refused(string key, string value, string? code) =>
        (await _app.Refusal("setting.change", IdGenerator.Platform, new { key, value = JsonSerializer.Deserialize<JsonElement>(value) })).ShouldBe(code);

    [Theory]
    [InlineData("emails.keep_days", "3", "from 7 to")]
    [InlineData("reporting.zone", "Berlin", "such as Europe/Berlin")]
    [InlineData("reporting.currency", "Euro", "such as EUR")]
    [InlineData("label.roles", "coach", "coach: Coach, client: Client")]
    [InlineData("label.tenant", "", "1 to")]
    public async Task The_refusal_of_an_invalid_value_says_which_values_are_allowed(string key, string value, string says)
    {
        var preview = await _app.Preview("setting.change", [IdGenerator.Platform], new { key, value });

        preview.GetProperty("subjects")[0].GetProperty("text").GetString()!.ShouldContain(says);
    }

    [Fact]
    public async Task Every_setting_can_be_changed_and_undo_restores_its_default()
    {
        foreach (var setting in new SettingCatalogue(ModuleList.All).All)
        {
            object value =
                setting.Source == ReportingSettings.Zones ? "Asia/Kolkata"
                : setting.Source == SecondFactor.Kinds ? SecondFactor.PasskeyOnly
                : setting.Key == "reconciliation.plan_source" ? "stripe"
                : setting.Key == "automations.bcc" ? "copies@example.com"
                : setting.Key == "preferences.quiet_hours" ? "on"
                : setting.Key == "broadcasts.track_emails" ? "off"
                : setting.Key.StartsWith("preferences.quiet_", StringComparison.Ordinal) ? "7:30"
                : setting.Source is not null ? "EUR"
                : setting.Key == "label.roles" ? "coach: Coach, night-guard: Guard at night"
                : setting.Key == "platform.url" ? "https://console.example"
                : setting.Key == "portal.embedded_by" ? "https://app.example"
                : setting.Kind is FieldKind.Text ? "quell"
                : setting.Max - 1;
            var run = await Choose(setting.Key, value);
            var chosen = (await Setting(setting.Key)).GetProperty("value").ToString();
            await _app.Undo(run);

            chosen.ShouldBe(value.ToString(), setting.Key);
            (await Setting(setting.Key)).GetProperty("value").ToString().ShouldBe(setting.Default, setting.Key);
        }
    }

    [Fact]
    public async Task Reporting_follows_its_settings_and_their_undo()
    {
        var zone = await Choose("reporting.zone", "Europe/Berlin");
        await Choose("reporting.currency", "EUR");
        await Choose("sessions.longest_hours", 3);
        var chosen = await _app.Get("/api/v1/reporting");
        await _app.Undo(zone);

        (chosen.GetProperty("zone").GetString(), chosen.GetProperty("currency").GetString(), chosen.GetProperty("session_hours").GetInt32()).ShouldBe(
            ("Europe/Berlin", "EUR", 3)
        );
        (await _app.Get("/api/v1/reporting")).GetProperty("zone").GetString().ShouldBe("UTC");
    }

    [Theory]
    [InlineData("sign_in.idle_minutes", 60, "last_seen_at = now() - interval '31 minutes'", true)]
    [InlineData("sign_in.idle_minutes", 5, "last_seen_at = now() - interval '6 minutes'", false)]
    [InlineData("sign_in.longest_hours", 24, "created_at = now() - interval '13 hours'", true)]
    [InlineData("sign_in.longest_hours", 1, "created_at = now() - interval '61 minutes'", false)]
    public async Task A_sign_in_lasts_as_long_as_its_setting_allows(string key, int value, string aged, bool lasts)
    {
        var owner = await TestBrowser.Owner(_console);
        await Choose(key, value);
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute($"update auth.sessions set {aged}");
            await work.Commit();
        }

        (await owner.Get("/settings")).StatusCode.ShouldBe(lasts ? HttpStatusCode.OK : HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Settings_are_found_by_any_word_and_shown_with_their_default()
    {
        var owner = await TestBrowser.Owner(_console);
        await Choose("sign_in.idle_minutes", 45);

        await owner.Get("/settings?q=idle+sign");

        owner.Page.ShouldContain("45 minutes");
        owner.Page.ShouldContain("30 minutes");
        owner.Page.ShouldContain("sign_in.idle_minutes");
        owner.Page.ShouldNotContain("emails.keep_days");
    }

    [Fact]
    public async Task The_form_shows_the_limits_and_the_value_of_the_setting()
    {
        var owner = await TestBrowser.Owner(_console);

        await owner.Get("/operations/new?operation=setting.change&subject=tnt_platform&key=sign_in.idle_minutes&value=45&back=/settings");

        owner.Page.ShouldContain("Idle timeout");
        owner.Page.ShouldContain("5 to 1,440 minutes.");
        owner.Page.ShouldContain("type=\"number\" value=\"45\"");
    }

    private Task<JsonElement> Choose(string key, object value) => _app.Run("setting.change", IdGenerator.Platform, new { key, value });

    private async Task<JsonElement> Setting(string key) =>
        (await _app.Get("/api/v1/settings")).GetProperty("data").EnumerateArray().Single(element => element.GetProperty("key").GetString() == key);

    private static int Number(JsonElement setting) => setting.GetProperty("value").GetInt32();
}
