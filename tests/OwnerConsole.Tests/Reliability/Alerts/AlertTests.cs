using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Conditions of rules cause alerts, and the end of a condition resolves them.</summary>
public sealed class AlertTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task An_alert_that_ends_within_30_seconds_sends_nothing()
    {
        await stage.Owner(); // the default destination
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));
        await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1);

        await stage.App.Run("alert_rule.pause", rule);
        await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 0);
        await using var work = await stage.Begin();
        await stage.Evaluate(work.Now.AddMinutes(10), work);

        (await AlertStage.Alerts(rule, work)).Single().Phase.ShouldBe("resolved");
        (await AlertStage.Notifications(rule, work)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_waits_until_its_condition_was_met_for_long_enough_and_keeps_firing()
    {
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("low", probe, 60, 120));
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        var pending = await AlertStage.Alerts(rule, work);
        await stage.Evaluate(work.Now.AddSeconds(61), work);
        var firing = await AlertStage.Alerts(rule, work);
        await AlertStage.Recover(probe, work);
        await stage.Evaluate(work.Now.AddSeconds(70), work);
        var kept = await AlertStage.Alerts(rule, work);
        await stage.Evaluate(work.Now.AddSeconds(190), work);
        var resolved = await AlertStage.Alerts(rule, work);

        new[] { pending, firing, kept, resolved }.Select(alerts => alerts.Single().Phase).ShouldBe(["pending", "firing", "firing", "resolved"]);
    }

    [Fact]
    public async Task Log_events_are_counted_within_a_period_since_the_rule_was_added()
    {
        var earlier = await stage.AddDownProbe(); // not counted
        var rule = await stage.AddRule(
            new
            {
                kind = "log_event",
                name = "Many failures",
                severity = "low",
                codes = new[] { "probe_down" },
                min_events = 2,
                period_seconds = 600,
                message = "{{name}}: {{count}} in {{minutes}} minutes",
            }
        );

        await stage.AddDownProbe();
        await AwaitEvents(rule, 1);
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            (await AlertStage.Alerts(rule, work)).ShouldBeEmpty(earlier);
        }
        await stage.AddDownProbe();
        await AwaitEvents(rule, 2);

        await using var later = await stage.Begin();
        await stage.Evaluate(later.Now, later);
        (await AlertStage.Alerts(rule, later)).Single().Message.ShouldBe("Many failures: 2 in 10 minutes");
        await stage.Evaluate(later.Now.AddSeconds(601), later);
        (await AlertStage.Alerts(rule, later)).Single().Phase.ShouldBe("resolved");
    }

    [Fact]
    public async Task A_rule_that_an_undo_restored_starts_its_period_again()
    {
        var rule = await stage.AddRule(
            new
            {
                kind = "absence",
                name = "No payouts",
                severity = "low",
                codes = new[] { "never.happens" },
                period_seconds = 10,
            }
        );
        var removal = await stage.App.Run("alert_rule.remove", rule);
        await stage.App.Undo(removal);
        await using var work = await stage.Begin();
        var added = await work.One<DateTimeOffset>("select opened_at from alerts.rules where tenant_id = 'tnt_platform' and rule_id = @rule", new { rule });

        await stage.Evaluate(added.AddSeconds(10), work);
        var early = await AlertStage.Alerts(rule, work);
        await stage.Evaluate(work.Now.AddSeconds(10), work);

        early.ShouldBeEmpty();
        (await AlertStage.Alerts(rule, work)).Single().Phase.ShouldBe("firing");
    }

    [Fact]
    public async Task A_resumed_probe_causes_no_alert_before_its_next_check()
    {
        var probe = await stage.AddDownProbe();
        await stage.App.Run("probe.pause", probe);
        var rule = await stage.AddRule(Rule("low", probe));

        await stage.App.Run("probe.resume", probe);

        await using var work = await stage.Console.Database.Read();
        (await work.One<string>("select state from probes.states where probe_id = @probe", new { probe })).ShouldBeOneOf("unknown", "down"); // down after its next check
        (
            await work.One<long>(
                "select count(*) from alerts.alerts where rule_id = @rule and since < (select checked_at from probes.states where probe_id = @probe)",
                new { rule, probe }
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_log_event_causes_an_alert_after_the_period()
    {
        var rule = await stage.AddRule(
            new
            {
                kind = "absence",
                name = "No payouts",
                severity = "low",
                codes = new[] { "never.happens" },
                period_seconds = 3600,
            }
        );
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now.AddMinutes(59), work);
        var early = await AlertStage.Alerts(rule, work);
        await stage.Evaluate(work.Now.AddMinutes(61), work);
        var late = await AlertStage.Alerts(rule, work);

        early.ShouldBeEmpty();
        late.Single().Message.ShouldBe("No log event (never.happens) within 60 minutes.");
    }

    [Fact]
    public async Task A_metric_is_compared_with_its_threshold()
    {
        await stage.App.Tenant("acme");
        var (above, below) = (await stage.AddRule(Metric("above", "-1")), await stage.AddRule(Metric("below", "-1")));

        await stage.Execute("alerts.read_metrics");
        await using var work = await stage.Begin();
        await stage.Evaluate(work.Now, work);

        (await AlertStage.Alerts(above, work)).Single().Message.ShouldStartWith("tenants.total is ");
        (await AlertStage.Alerts(below, work)).ShouldBeEmpty();
    }

    /// <summary>Waits until the log was read.</summary>
    private Task AwaitEvents(string rule, long count) =>
        Poll.Until(
            async () =>
            {
                await using var work = await stage.Console.Database.Read();
                return await work.One<long>("select count(*) from alerts.rule_events where rule_id = @rule", new { rule }) == count;
            },
            seconds: 60,
            milliseconds: 50,
            "events of the rule"
        );
}
