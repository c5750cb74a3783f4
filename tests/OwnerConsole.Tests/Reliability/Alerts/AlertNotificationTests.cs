using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Messaging.Channels;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Alerts are sent to their destinations, unless they are silenced, inhibited, muted or acknowledged.</summary>
public sealed class AlertNotificationTests(ProbeStage stage) : IClassFixture<ProbeStage>
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
        await AlertStage.Recover(probe, work);
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
    public async Task A_silenced_alert_is_sent_after_the_silence_ends()
    {
        await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));
        var silence = (
            await stage.App.Run("alert.silence", IdGenerator.Platform, new { matchers = new[] { Matcher("rule", "is", rule) }, hours = 1 })
        ).Created();
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        await stage.Evaluate(work.Now.AddSeconds(31), work);
        var silenced = await AlertStage.Notifications(rule, work);
        await work.Execute(
            "update alerts.silences set closed_by = 'run_test', closed_at = now() where tenant_id = 'tnt_platform' and silence_id = @silence",
            new { silence }
        );
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
        var names = await work.List<string>(
            """
            select e.name from alerts.alerts a join core.entity_names e on e.id = a.alert_id and e.kind = 'alert'
             where a.tenant_id = 'tnt_platform' and a.rule_id = any(@rules)
            """,
            new { rules = new[] { critical, same, different } }
        );
        names.ShouldBe(["Service down", "Service down", "Service down"]);
    }

    [Fact]
    public async Task An_acknowledged_alert_is_not_repeated_and_one_resolved_by_hand_is_reported_as_resolved()
    {
        await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe));
        var alert = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;

        await stage.App.Run("alert.acknowledge", alert, new { note = "On it." });
        var twice = await stage.App.Refusal("alert.acknowledge", alert);
        await using var work = await stage.Begin();
        for (var check = 0; check <= 60; check++) // five hours
            await stage.Evaluate(work.Now.AddSeconds(31 + check * 300), work);
        var acknowledged = await AlertStage.Notifications(rule, work);
        await work.Execute(
            "insert into alerts.resolutions (tenant_id, alert_id, note, opened_by, opened_at) values ('tnt_platform', @alert, 'Known.', 'run_test', now())",
            new { alert }
        );
        await stage.Evaluate(work.Now.AddSeconds(31 + 61 * 300), work);
        var resolved = await AlertStage.Notifications(rule, work);

        twice.ShouldBe("already_acknowledged");
        acknowledged.Select(sent => sent.Reason).Distinct().ShouldBe(["new_firing"]);
        resolved.Skip(acknowledged.Count).Select(sent => sent.Reason).Distinct().ShouldBe(["all_resolved"]);
        (await AlertStage.Alerts(rule, work)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_alert_that_sends_nothing_itself_inhibits_no_other()
    {
        await stage.Owner();
        var probe = await stage.AddDownProbe();
        var (critical, high) = (await stage.AddRule(Rule("critical", probe)), await stage.AddRule(Rule("high", probe)));
        await stage.App.Run("alert.silence", IdGenerator.Platform, new { matchers = new[] { Matcher("rule", "is", critical) }, hours = 1 });
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        await stage.Evaluate(work.Now.AddSeconds(31), work);

        (await AlertStage.Notifications(critical, work)).ShouldBeEmpty();
        (await AlertStage.Notifications(high, work)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_removed_destination_receives_nothing_and_the_news_wait_for_another()
    {
        var channel = (
            await stage.App.Run(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "webhook",
                    name = "Old",
                    secret = "http://127.0.0.1:9/old",
                }
            )
        ).Created();
        var rule = await stage.AddRule(Rule("low", await stage.AddDownProbe()));
        var change = await stage.App.Run("alert_routes.change", IdGenerator.Platform, new { routes = new[] { Route("low", channel) } });
        await stage.App.Run("channel.remove", channel);
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            await stage.Evaluate(work.Now.AddSeconds(31), work);

            (await AlertStage.Notifications(rule, work)).ShouldBeEmpty();
            (
                await work.One<int>("select cardinality(notified) from alerts.groups where tenant_id = 'tnt_platform' and rule_id = @rule", new { rule })
            ).ShouldBe(0);
        }
        await stage.App.Undo(change);
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
        ).Created();
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // an incident that is over must not stay open in a service until the morning
    public async Task The_end_of_an_alert_in_a_mute_time_is_sent_after_it_unless_a_service_has_an_open_incident(bool isService)
    {
        await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("high", probe));
        var owner = (await stage.App.Get("/api/v1/alert-routes")).GetProperty("routes")[0].GetProperty("destination").GetString()!;
        var destination = isService ? await AddPagerduty() : owner;
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
        var change = await stage.App.Run(
            "alert_routes.change",
            IdGenerator.Platform,
            new { routes = new[] { Route("high", destination) }, mute_times = muted }
        );
        await using (var work = await stage.Begin())
        {
            var evening = new DateTimeOffset(work.Now.UtcDateTime.Date.AddDays(1).AddHours(21), TimeSpan.Zero); // the reporting time zone of tests is UTC
            await stage.Evaluate(evening, work);
            await stage.Evaluate(evening.AddSeconds(31), work);
            await AlertStage.Recover(probe, work);
            await stage.Evaluate(evening.AddHours(2), work);
            var inMuteTime = await AlertStage.Notifications(rule, work);
            await stage.Evaluate(evening.AddHours(9).AddMinutes(5), work);
            var afterIt = await AlertStage.Notifications(rule, work);

            string[] sent = ["new_firing", "all_resolved"];
            inMuteTime.Select(notification => notification.Reason).ShouldBe(isService ? sent : sent[..1]);
            afterIt.Select(notification => notification.Reason).ShouldBe(sent);
        }
        await stage.App.Undo(change);
    }

    private async Task<string> AddPagerduty() =>
        (
            await stage.App.Run(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "pagerduty",
                    name = "On call",
                    secret = Vendors.RoutingKey,
                }
            )
        ).Created();
}
