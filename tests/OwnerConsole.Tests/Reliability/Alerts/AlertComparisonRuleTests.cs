using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Rules compare metrics with their past, and composite rules watch other rules.</summary>
public sealed class AlertComparisonRuleTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task A_change_within_an_hour_causes_an_alert_in_its_direction_and_not_from_a_small_base()
    {
        var openedAt = TimeProvider.System.GetUtcNow().AddDays(-30);
        await stage.App.Put("/api/v1/tenants/ext:old", new { name = "Old", opened_at = openedAt });
        foreach (var name in new[] { "new-a", "new-b", "new-c" })
            await stage.App.Put($"/api/v1/tenants/ext:{name}", new { name, opened_at = TimeProvider.System.GetUtcNow().AddMinutes(-30) });
        var (up, down, small) = (await stage.AddRule(Change("up", "0")), await stage.AddRule(Change("down", "0")), await stage.AddRule(Change("up", "1000")));

        await stage.Execute("alerts.compare_metrics");
        await using var work = await stage.Begin();
        await stage.Evaluate(work.Now, work);

        (await AlertStage.Alerts(up, work)).Single().Message.ShouldStartWith("tenants.total has changed by ");
        (await AlertStage.Alerts(down, work)).ShouldBeEmpty();
        (await AlertStage.Alerts(small, work)).ShouldBeEmpty();

        static object Change(string direction, string minBase) =>
            new
            {
                kind = "change",
                name = "Tenants change",
                severity = "low",
                metric = "tenants.total",
                direction,
                threshold = "50",
                min_base = minBase,
            };
    }

    [Fact]
    public async Task A_number_far_from_its_usual_value_at_this_time_of_the_week_causes_an_alert()
    {
        var owner = await stage.Owner();
        await JoinInEarlierWeeks(await stage.App.Tenant("weekly"), weeks: 5);
        var (drop, spike, unknown) = (await stage.AddRule(Anomaly("down", 4)), await stage.AddRule(Anomaly("up", 4)), await stage.AddRule(Anomaly("down", 8)));

        await stage.Execute("alerts.compare_metrics");
        var rules = await stage.App.Get("/api/v1/alert-rules");
        using var page = await owner.Get("/ops/alerts");
        await using var work = await stage.Begin();
        await stage.Evaluate(work.Now, work);

        (await AlertStage.Alerts(drop, work)).Single().Message.ShouldBe("members.joined is 0. At this time of the week, it is usually 10 (2.5 to 17.5).");
        (await AlertStage.Alerts(spike, work)).ShouldBeEmpty();
        (await AlertStage.Alerts(unknown, work)).ShouldBeEmpty("five weeks are known, and the rule needs eight");
        Find(rules, unknown).GetProperty("history_points").GetInt32().ShouldBe(5);
        owner.Page.ShouldContain("Not enough history: 5 of 8 weeks");

        static object Anomaly(string direction, int least) =>
            new
            {
                kind = "anomaly",
                name = "Sign-ups",
                severity = "low",
                metric = "members.joined",
                direction,
                deviations = 15,
                min_points = least,
            };
    }

    [Fact]
    public async Task A_composite_rule_fires_while_enough_of_its_rules_fire()
    {
        var owner = await stage.Owner();
        var (first, second) = (await stage.AddDownProbe(), await stage.AddDownProbe());
        var (one, two) = (await stage.AddRule(AlertInputs.Rule("low", first)), await stage.AddRule(AlertInputs.Rule("low", second)));

        var preview = await stage.App.Preview("alert_rule.add", [IdGenerator.Platform], Composite("all", one, two));
        var all = await stage.AddRule(Composite("all", one, two));
        var any = await stage.AddRule(Composite("any", one, two));
        var nested = await stage.AddRule(Composite("all", all, any));
        using var page = await owner.Get("/ops/alerts");
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            foreach (var rule in new[] { all, any, nested })
                (await AlertStage.Alerts(rule, work)).Single().Phase.ShouldBe("firing");
            (await AlertStage.Alerts(all, work)).Single().Message.ShouldBe("2 of the rules are firing, at least 2 are needed: Service down, Service down.");
            await AlertStage.Recover(second, work);
            await stage.Evaluate(work.Now.AddSeconds(1), work);
            (await AlertStage.Alerts(all, work)).Single().Phase.ShouldBe("resolved");
            (await AlertStage.Alerts(any, work)).Single().Phase.ShouldBe("firing");
            (await AlertStage.Alerts(nested, work)).Single().Phase.ShouldBe("resolved");
        }

        preview.GetRawText().ShouldContain("It would have fired 1 time in the last 30 days.");
        owner.Page.ShouldContain("All of these rules are firing: Service down, Service down");
        (await stage.App.Preview("alert_rule.pause", [one])).GetRawText().ShouldContain("For 2 composite rules");
        (await stage.App.Refusal("alert_rule.change", all, Composite("all", one, nested))).ShouldBe("bad_levels");
        (await stage.App.Refusal("alert_rule.change", all, Composite("any", one, two))).ShouldBeNull();
        var third = await stage.AddRule(Composite("any", nested, one));
        (await stage.App.Refusal("alert_rule.add", IdGenerator.Platform, Composite("any", third, one))).ShouldBe("bad_levels");

        var undone = await stage.App.Run("alert_rule.change", nested, Composite("all", one, two));
        await stage.App.Run("alert_rule.change", all, Composite("all", one, nested));
        await stage.App.Undo(undone);
        using var loop = await owner.Get("/ops/alerts");
        owner.Page.ShouldContain("Not evaluated, because it watches itself");
    }

    [Theory]
    [InlineData("""{"kind": "change", "name": "A", "metric": "tenants.total"}""", "bad_threshold")]
    [InlineData("""{"kind": "change", "name": "A", "metric": "tenants.total", "threshold": "-1"}""", "bad_threshold")]
    [InlineData("""{"kind": "change", "name": "A", "metric": "tenants.total", "threshold": "1", "min_base": "few"}""", "bad_min_base")]
    [InlineData("""{"kind": "change", "name": "A", "threshold": "1"}""", "bad_metric")]
    [InlineData("""{"kind": "change", "name": "A", "metric": "no.such", "threshold": "1"}""", "bad_metric")]
    [InlineData("""{"kind": "change", "name": "A", "metric": "tenants.total", "threshold": "1", "message": "{{usual}}"}""", "unknown_variable")]
    [InlineData(
        """{"kind": "change", "name": "A", "metric": "tenants.total", "threshold": "1", "measured_over": "week", "compared_with": "day_ago"}""",
        "bad_comparison"
    )]
    [InlineData("""{"kind": "anomaly", "name": "A", "metric": "tenants.total", "deviations": 0}""", "bad_deviations")]
    [InlineData("""{"kind": "anomaly", "name": "A", "metric": "tenants.total", "history_weeks": 9}""", "bad_weeks")]
    [InlineData("""{"kind": "anomaly", "name": "A", "metric": "tenants.total", "history_weeks": 4, "min_points": 5}""", "bad_points")]
    [InlineData("""{"kind": "anomaly", "name": "A", "metric": "tenants.total", "min_difference": "-1"}""", "bad_min_difference")]
    [InlineData("""{"kind": "composite", "name": "A", "rules": ["alr_1"]}""", "bad_rules")]
    [InlineData("""{"kind": "composite", "name": "A", "rules": ["alr_1", "alr_2"]}""", "unknown_rule")]
    [InlineData("""{"kind": "composite", "name": "A", "rules": ["alr_1", "alr_2"], "match_rules": "at_least", "min_rules": 3}""", "bad_count")]
    public async Task Comparisons_and_composites_that_can_not_work_are_refused(string input, string code) =>
        (await stage.App.Refusal("alert_rule.add", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    private static object Composite(string match, params string[] rules) =>
        new
        {
            kind = "composite",
            name = "Several problems",
            severity = "low",
            rules,
            match_rules = match,
        };

    private static JsonElement Find(JsonElement rules, string id) =>
        rules.GetProperty("data").EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == id);

    /// <summary>Reports ten members who joined in the current hour of each earlier week, and in the next one, so that the test can last until then.</summary>
    private async Task JoinInEarlierWeeks(string tenant, int weeks)
    {
        Zone zone;
        DateTimeOffset end;
        await using (var reading = await stage.Console.Database.Read())
        {
            var name = await reading.One<string>("select r.zone from core.reporting r");
            zone = Zone.FirstKnown(name);
            end = MetricWindow.Hour.FindEnd(TimeProvider.System.GetUtcNow(), zone, isByClock: true);
        }
        var times = Enumerable.Range(1, weeks).SelectMany(week => new[] { -30, 30 }.Select(minutes => zone.EarlierBy(7 * week, end.AddMinutes(minutes))));
        var members = times.SelectMany(
            (at, hour) => Enumerable.Range(0, 10).Select(number => new { id = $"ext:w{hour}-{number}", joined_at = at.ToUniversalTime() })
        );
        await stage.App.Put($"/api/v1/tenants/{tenant}/members", new { data = members });
    }
}
