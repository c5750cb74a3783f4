using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Rules cause alerts, and alerts are sent to their destinations.</summary>
public sealed class AlertTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task A_probe_that_is_down_is_sent_after_30_seconds_repeated_after_4_hours_and_its_end_is_sent_too()
    {
        await stage.Owner(); // receives the emails
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));

        var listed = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0];
        await using var work = await stage.Begin();
        var fired = (await AlertStage.Alerts(rule, work)).Single().FiredAt!.Value;
        await stage.Evaluate(fired.AddSeconds(29), work);
        var early = await AlertStage.Notifications(rule, work);
        await stage.Evaluate(fired.AddSeconds(30), work);
        await stage.Evaluate(fired.AddSeconds(31), work);
        var first = await AlertStage.Notifications(rule, work);
        await stage.Evaluate(fired.AddSeconds(30 + 300), work);
        var unchanged = await AlertStage.Notifications(rule, work);
        for (var check = 2; check <= 48; check++)
            await stage.Evaluate(fired.AddSeconds(30 + check * 300), work);
        var repeated = await AlertStage.Notifications(rule, work);
        await stage.App.Run("probe.pause", probe);
        await stage.Evaluate(fired.AddSeconds(30 + 49 * 300), work);
        var ended = await AlertStage.Notifications(rule, work);

        (listed.GetProperty("phase").GetString(), listed.GetProperty("severity").GetString()).ShouldBe(("firing", "critical"));
        listed.GetProperty("message").GetString()!.ShouldEndWith("is down. The connection was refused. No server listens on this port.");
        early.ShouldBeEmpty();
        var destinations = first.Count; // the owners of this console
        destinations.ShouldBeGreaterThan(0);
        first.ShouldAllBe(sent =>
            sent.Reason == "new_firing" && sent.Title == "Critical: Service down" && sent.Reference!.StartsWith("eml_", StringComparison.Ordinal)
        );
        unchanged.Count.ShouldBe(destinations);
        repeated.Skip(destinations).Select(sent => sent.Reason).ShouldBe(Enumerable.Repeat("repeat", destinations));
        ended.Skip(2 * destinations).ShouldAllBe(sent => sent.Reason == "all_resolved" && sent.Title == "Resolved: Service down");
        ended.Count.ShouldBe(3 * destinations);
        var emails = ended.Select(sent => sent.Reference).ToArray();
        (await work.One<long>("select count(*) from core.emails where template = 'alert.notification' and email_id = any(@emails)", new { emails })).ShouldBe(
            3 * destinations
        );
    }

    [Fact]
    public async Task An_alert_that_ends_within_30_seconds_sends_nothing()
    {
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
        await stage.App.Run("probe.pause", probe);
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

    [Fact]
    public async Task A_silenced_alert_is_sent_after_the_silence_ends()
    {
        await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));
        var silence = (await stage.App.Run("alert.silence", IdGenerator.Platform, new { matchers = new[] { Matcher("rule", "is", rule) }, hours = 1 }))
            .GetProperty("lines")[0]
            .GetProperty("created")
            .GetString()!;
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        await stage.Evaluate(work.Now.AddSeconds(31), work);
        var silenced = await AlertStage.Notifications(rule, work);
        await stage.App.Run("silence.end", silence);
        await stage.Evaluate(work.Now.AddSeconds(31 + 300), work);
        var ended = await AlertStage.Notifications(rule, work);

        silenced.ShouldBeEmpty();
        ended.ShouldNotBeEmpty();
        ended.ShouldAllBe(sent => sent.Reason == "new_firing");
    }

    [Fact]
    public async Task A_critical_alert_about_a_probe_inhibits_a_less_urgent_one_about_the_same_probe()
    {
        await stage.Owner();
        var (probe, other) = (await stage.AddDownProbe(), await stage.AddDownProbe());
        var critical = await stage.AddRule(Rule("critical", probe));
        var (same, different) = (await stage.AddRule(Rule("high", probe)), await stage.AddRule(Rule("high", other)));
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        await stage.Evaluate(work.Now.AddSeconds(31), work);

        (await AlertStage.Notifications(critical, work)).ShouldNotBeEmpty();
        (await AlertStage.Notifications(same, work)).ShouldBeEmpty();
        (await AlertStage.Notifications(different, work)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_acknowledged_alert_is_not_repeated_and_one_resolved_by_hand_fires_again_only_after_its_end()
    {
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));
        var alert = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;

        await stage.App.Run("alert.acknowledge", alert, new { note = "On it." });
        var twice = await stage.App.Refusal("alert.acknowledge", alert);
        await stage.App.Run("alert.resolve", alert, new { note = "Known." });
        var gone = (await stage.App.Get("/api/v1/alerts")).Of(rule).Count;
        await using var work = await stage.Begin();
        await stage.Evaluate(work.Now.AddSeconds(31), work);

        (twice, gone).ShouldBe(("already_acknowledged", 0));
        (await AlertStage.Notifications(rule, work)).ShouldBeEmpty();
        (await AlertStage.Alerts(rule, work)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Routes_send_a_severity_to_a_channel()
    {
        var slack = (
            await stage.App.Run(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "slack",
                    name = "#ops",
                    secret = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
                }
            )
        ).GetProperty("lines")[0].GetProperty("created").GetString()!;
        await stage.App.Run("channel.pause", slack);
        var rule = await stage.AddRule(Rule("medium", await stage.AddDownProbe()));
        var change = await stage.App.Run("alert_routes.change", IdGenerator.Platform, new { routes = new[] { Route("medium", slack) } });
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            await stage.Evaluate(work.Now.AddSeconds(31), work);

            var sent = (await AlertStage.Notifications(rule, work)).Single();
            (sent.Destination, sent.State, sent.Title).ShouldBe((slack, "waiting", "Medium: Service down"));
            (await work.One<string>("select source from channels.messages where message_id = @Reference", new { sent.Reference })).ShouldBe(
                "alert.notification"
            );
        }
        await stage.App.Undo(change);
    }

    [Fact]
    public async Task A_notification_reaches_a_webhook_although_another_destination_is_unreachable()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (reachable, unreachable) = (await AddWebhook(receiver.Url), await AddWebhook("http://127.0.0.1:9/in"));
        var rule = await stage.AddRule(Rule("medium", await stage.AddDownProbe()));
        var routes = new[] { Route("medium", unreachable), Route("medium", reachable) };
        var change = await stage.App.Run("alert_routes.change", IdGenerator.Platform, new { routes });
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            await stage.Evaluate(work.Now.AddSeconds(31), work);
            await work.Commit();
        }

        var received = await receiver.Next();
        var alert = (await stage.App.Get("/api/v1/alerts")).Of(rule)[0].GetProperty("id").GetString()!;
        var sent = (await stage.App.Await($"/api/v1/alerts/{alert}", details => States(details).Values.Contains("sent")));
        await stage.App.Undo(change);

        received.Body.GetProperty("text").GetString()!.ShouldContain("The connection was refused.");
        States(sent)[reachable].ShouldBe("sent");
        States(sent)[unreachable].ShouldBe("waiting");

        static Dictionary<string, string> States(JsonElement details) =>
            details
                .GetProperty("notifications")
                .EnumerateArray()
                .ToDictionary(sent => sent.GetProperty("destination").GetString()!, sent => sent.GetProperty("state").GetString()!, StringComparer.Ordinal);

        async Task<string> AddWebhook(string address) => (
                await stage.App.Run(
                    "channel.add",
                    IdGenerator.Platform,
                    new
                    {
                        kind = "webhook",
                        name = $"Hook {address}",
                        secret = address,
                        body = """{"text": "{{title}}: {{text}}"}""",
                    }
                )
            ).GetProperty("lines")[0].GetProperty("created").GetString()!;
    }

    [Fact]
    public async Task A_muted_severity_is_sent_at_the_end_of_its_mute_time()
    {
        await stage.Owner();
        var rule = await stage.AddRule(Rule("high", await stage.AddDownProbe()));
        var owner = (await stage.App.Get("/api/v1/alert-routes")).GetProperty("routes")[0].GetProperty("destination").GetString()!;
        var muted = new[]
        {
            new
            {
                severity = "high",
                days = "every_day",
                from = "22:00",
                to = "06:00",
            },
        };
        var change = await stage.App.Run("alert_routes.change", IdGenerator.Platform, new { routes = new[] { Route("high", owner) }, mute_times = muted });
        await using (var work = await stage.Begin())
        {
            var night = new DateTimeOffset(work.Now.UtcDateTime.Date.AddDays(1).AddHours(23), TimeSpan.Zero); // the reporting time zone of tests is UTC
            await stage.Evaluate(night, work);
            await stage.Evaluate(night.AddSeconds(31), work);
            var before = await AlertStage.Notifications(rule, work);
            await stage.Evaluate(night.AddHours(7).AddMinutes(5), work);

            before.ShouldBeEmpty();
            (await AlertStage.Notifications(rule, work)).Single().Reason.ShouldBe("new_firing");
        }
        (await stage.App.Get("/api/v1/alert-routes")).GetProperty("mute_times")[0].GetProperty("from").GetString().ShouldBe("22:00");
        await stage.App.Undo(change);
        (await stage.App.Get("/api/v1/alert-routes")).GetProperty("mute_times").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_page_of_an_alert_shows_the_changes_before_it_who_was_notified_and_the_notes()
    {
        var owner = await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));
        var id = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;
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
        var fired = await stage.App.Get("/api/v1/alerts?state=fired&limit=1");
        using var history = await owner.Get("/ops/alerts/history");

        var causes = details.GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("operation").GetString()).ToList();
        causes.ShouldContain("probe.add");
        causes.ShouldNotContain("alert_rule.add");
        details.GetProperty("notes")[0].GetProperty("note").GetString().ShouldBe("Calling the provider.");
        shown.ShouldContain("Possible causes");
        shown.ShouldContain("Calling the provider.");
        shown.ShouldContain("Critical: Service down");
        (fired.GetProperty("data").GetArrayLength(), fired.GetProperty("next_cursor").ValueKind).ShouldBe((1, JsonValueKind.String));
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
    }

    private static object Rule(string severity, string probe, int forSeconds = 0, int keepFiring = 0) =>
        new
        {
            kind = "probe",
            name = "Service down",
            severity,
            probe_id = probe,
            for_seconds = forSeconds,
            keep_firing_seconds = keepFiring,
        };

    private static object Metric(string comparison, string threshold) =>
        new
        {
            kind = "metric",
            name = "Tenants",
            severity = "low",
            metric = "tenants.total",
            comparison,
            threshold,
        };

    private static object Matcher(string label, string comparison, string value) =>
        new
        {
            label,
            @operator = comparison,
            value,
        };

    private static object Route(string severity, string destination) => new { severity, destination };

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
