using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Alerts that no one acknowledges reach further destinations.</summary>
public sealed class AlertEscalationTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task Each_step_is_sent_once_unless_the_alerts_are_acknowledged_and_the_end_is_sent_too()
    {
        var (first, second, third) = (await AddWebhook("First"), await AddWebhook("Second"), await AddWebhook("Third"));
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("medium", probe));
        var change = await stage.App.Run(
            "alert_routes.change",
            IdGenerator.Platform,
            new { routes = new[] { Route("medium", first) }, steps = new[] { Step(15, second), Step(30, third), Step(15, second) } }
        );
        await using (var work = await stage.Begin())
        {
            var start = work.Now;
            await stage.Evaluate(start, work);
            await stage.Evaluate(start.AddSeconds(31), work);
            var news = await Sent();
            await stage.Evaluate(start.AddMinutes(15), work);
            var early = await Sent();
            await stage.Evaluate(start.AddMinutes(16), work);
            await stage.Evaluate(start.AddMinutes(17), work);
            var escalated = await Sent();
            await work.Execute(
                """
                insert into alerts.acknowledgements (tenant_id, alert_id, opened_by, opened_at)
                select a.tenant_id, a.alert_id, 'run_1', now() from alerts.alerts a where a.tenant_id = 'tnt_platform' and a.rule_id = @rule
                """,
                new { rule }
            );
            await stage.Evaluate(start.AddMinutes(40), work);
            var acknowledged = await Sent();
            await work.Execute("delete from alerts.acknowledgements where tenant_id = 'tnt_platform' and opened_by = 'run_1'");
            await stage.Evaluate(start.AddMinutes(41), work);
            var undone = await Sent();
            await AlertStage.Recover(probe, work);
            await stage.Evaluate(start.AddMinutes(50), work);
            var ended = await Sent();

            news.ShouldBe([$"{first} Medium: Service down"]);
            early.Count.ShouldBe(1);
            escalated.Skip(1).ShouldBe([$"{second} Not acknowledged for 15 min: Medium: Service down"]);
            acknowledged.Count.ShouldBe(2);
            undone.Skip(2).ShouldBe([$"{third} Not acknowledged for 30 min: Medium: Service down"]);
            ended
                .Skip(3)
                .ShouldBe([$"{first} Resolved: Service down", $"{second} Resolved: Service down", $"{third} Resolved: Service down"], ignoreOrder: true);
            (await work.One<long>("select count(*) from alerts.episodes where tenant_id = 'tnt_platform' and rule_id = @rule", new { rule })).ShouldBe(0);

            async Task<IReadOnlyList<string>> Sent() => [.. (await AlertStage.Notifications(rule, work)).Select(sent => $"{sent.Destination} {sent.Title}")];
        }
        var routes = await stage.App.Get("/api/v1/alert-routes");
        await stage.App.Undo(change);
        var restored = await stage.App.Get("/api/v1/alert-routes");

        routes.GetProperty("steps").GetArrayLength().ShouldBe(2);
        restored.GetProperty("steps").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_silenced_alert_is_not_escalated()
    {
        var (first, second) = (await AddWebhook("Silenced"), await AddWebhook("Escalated"));
        var rule = await stage.AddRule(Rule("low", await stage.AddDownProbe()));
        var change = await stage.App.Run(
            "alert_routes.change",
            IdGenerator.Platform,
            new { routes = new[] { Route("low", first) }, steps = new[] { Step(5, second, "low") } }
        );
        await using (var work = await stage.Begin())
        {
            var start = work.Now;
            await stage.Evaluate(start, work);
            await stage.Evaluate(start.AddSeconds(31), work);
            await work.Execute(
                """
                insert into alerts.silences (tenant_id, silence_id, matchers, ends_at, opened_by, opened_at)
                values ('tnt_platform', 'sil_1', @matchers, @end, 'run_1', now())
                """,
                new { matchers = Json.Element(new[] { Matcher("rule", "is", rule) }), end = start.AddMinutes(60) }
            );
            await stage.Evaluate(start.AddMinutes(10), work);
            var silenced = await AlertStage.Notifications(rule, work);
            await stage.Evaluate(start.AddMinutes(70), work);
            var after = await AlertStage.Notifications(rule, work);

            silenced.Select(sent => sent.Destination).ShouldBe([first]);
            after.Select(sent => sent.Destination).ShouldContain(second);
        }
        await stage.App.Undo(change);
    }

    [Theory]
    [InlineData(0, "bad_step_delay")]
    [InlineData(1_441, "bad_step_delay")]
    [InlineData(5, "unknown_destination")]
    public async Task A_step_without_a_delay_or_a_destination_is_refused(int minutes, string code) =>
        (
            await stage.App.Refusal(
                "alert_routes.change",
                IdGenerator.Platform,
                new { routes = Array.Empty<object>(), steps = new[] { Step(minutes, "chn_1") } }
            )
        ).ShouldBe(code);

    private static object Step(int minutes, string destination, string severity = "medium") =>
        new
        {
            severity,
            after_minutes = minutes,
            destination,
        };

    private async Task<string> AddWebhook(string name) =>
        (
            await stage.App.Run(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "webhook",
                    name,
                    secret = "http://127.0.0.1:9/in",
                }
            )
        ).Created();
}
