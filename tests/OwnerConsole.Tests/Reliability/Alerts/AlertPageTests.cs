using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Pages, previews and refusals of alerts and rules.</summary>
public sealed class AlertPageTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task The_page_of_an_alert_shows_the_changes_before_it_who_was_notified_and_the_notes()
    {
        var owner = await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));
        var id = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;
        await stage.AddRule(Rule("low", probe)); // a second alert for the second page of the list
        await stage.App.Run("alert.acknowledge", id, new { note = "Calling the provider." });

        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now.AddSeconds(31), work);
            await work.Commit();
        }
        var details = await stage.App.Get($"/api/v1/alerts/{id}");
        using var page = await owner.Get($"/ops/alerts/{id}");
        var shown = owner.Page;
        await stage.App.Run("alert.resolve", id, new { note = "Replaced." });
        var fired = await stage.App.Await("/api/v1/alerts?state=fired&limit=1", alerts => alerts.GetProperty("next_cursor").ValueKind is JsonValueKind.String);
        var next = await stage.App.Get($"/api/v1/alerts?state=fired&limit=1&cursor={fired.GetProperty("next_cursor").GetString()}");
        using var history = await owner.Get("/ops/alerts/history");

        var causes = details.GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("operation").GetString()).ToList();
        causes.ShouldContain("probe.add");
        causes.ShouldNotContain("alert_rule.add");
        details.GetProperty("notes")[0].GetProperty("note").GetString().ShouldBe("Calling the provider.");
        shown.ShouldContain("Possible causes");
        shown.ShouldContain("Calling the provider.");
        shown.ShouldContain("Critical: Service down");
        (fired.GetProperty("data").GetArrayLength(), next.GetProperty("data").GetArrayLength()).ShouldBe((1, 1));
        owner.Page.ShouldContain($"/ops/alerts/{id}");
        (await stage.Log("alert_fired", id)).ShouldBe(1);
    }

    [Fact]
    public async Task The_preview_of_a_rule_says_how_often_it_would_have_fired()
    {
        var one = await Past(Rule("low", await stage.AddDownProbe()));
        var slow = await Past(Rule("low", await stage.AddDownProbe(), forSeconds: 3_600));
        var absence = await Past(
            new
            {
                kind = "absence",
                name = "Never",
                severity = "low",
                codes = new[] { "never.happens" },
                period_seconds = 86_400,
            }
        );

        one.ShouldContain("It would have fired 1 time in the last 30 days.");
        slow.ShouldContain("It would have fired 0 times in the last 30 days.");
        absence.ShouldContain("It would have fired 1 time in the last 30 days.");

        async Task<string> Past(object rule) => (await stage.App.Preview("alert_rule.add", [IdGenerator.Platform], rule)).GetRawText();
    }

    [Theory]
    [InlineData("""{"routes": [], "mute_times": [{"severity": "low", "days": "every_day", "from": "22", "to": "06:00"}]}""", "bad_mute_time")]
    [InlineData("""{"routes": [{"severity": "low", "destination": "chn_1"}]}""", "unknown_destination")]
    [InlineData("""{"routes": [{"severity": "low", "destination": "usr_1"}]}""", "unknown_destination")]
    public async Task Routes_that_lead_nowhere_are_refused(string input, string code) =>
        (await stage.App.Refusal("alert_routes.change", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    [Theory]
    [InlineData("""{"kind": "probe", "name": " "}""", "bad_name")]
    [InlineData("""{"kind": "probe", "name": "A", "probe_id": "prb_1"}""", "unknown_probe")]
    [InlineData("""{"kind": "probe", "name": "A", "for_seconds": -1}""", "bad_delay")]
    [InlineData("""{"kind": "probe", "name": "A", "message": "{{value}}"}""", "unknown_variable")]
    [InlineData("""{"kind": "metric", "name": "A", "metric": "tenants.total", "threshold": "1", "message": "{{probe}}"}""", "unknown_variable")]
    [InlineData("""{"kind": "metric", "name": "A", "metric": "tenants.total", "threshold": "many"}""", "bad_threshold")]
    [InlineData("""{"kind": "metric", "name": "A", "threshold": "1"}""", "bad_metric")]
    [InlineData("""{"kind": "metric", "name": "A", "metric": "no.such", "threshold": "1"}""", "bad_metric")]
    [InlineData("""{"kind": "log_event", "name": "A"}""", "bad_codes")]
    [InlineData("""{"kind": "log_event", "name": "A", "codes": ["a"], "min_events": 0}""", "bad_count")]
    [InlineData("""{"kind": "absence", "name": "A", "codes": ["a"], "period_seconds": 9}""", "bad_period")]
    public async Task Rules_that_can_not_work_are_refused(string input, string code) =>
        (await stage.App.Refusal("alert_rule.add", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    [Theory]
    [InlineData("""{"matchers": []}""", "bad_matchers")]
    [InlineData("""{"matchers": [{"label": "probe", "operator": "matches", "value": "("}]}""", "bad_matchers")]
    [InlineData("""{"matchers": [{"label": "probe", "operator": "is_not", "value": "a"}]}""", "unlimited")]
    [InlineData("""{"matchers": [{"label": "severity", "operator": "is", "value": "low"}], "hours": 0}""", "bad_hours")]
    public async Task Silences_that_can_not_work_are_refused(string input, string code) =>
        (await stage.App.Refusal("alert.silence", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    [Fact]
    public async Task The_Alerts_page_shows_alerts_rules_and_silences()
    {
        var owner = await stage.Owner();
        var rule = await stage.AddRule(Rule("critical", await stage.AddDownProbe()));
        await stage.App.Run("alert.silence", IdGenerator.Platform, new { matchers = new[] { Matcher("rule", "matches", "shown|x") }, hours = 1 });
        await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1);

        using var page = await owner.Get("/ops/alerts");

        owner.Page.ShouldContain("Critical</span>");
        owner.Page.ShouldContain("Service down</a>");
        owner.Page.ShouldContain("rule =~ shown|x");
        (await stage.App.Get("/api/v1/alert-rules")).GetProperty("data").EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldContain(rule);
        (await stage.App.Get("/api/v1/silences"))
            .GetProperty("data")
            .EnumerateArray()
            .ShouldContain(one => one.GetProperty("matchers")[0].GetProperty("value").GetString() == "shown|x");
    }
}
