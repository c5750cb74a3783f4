using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Alerts while services flap, the console restarts, or a destination can't be reached.</summary>
[Slow(10, "Alerts")]
public sealed class AlertFaultTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    /// <summary>Attempts after which a message on a channel fails.</summary>
    private const int LastAttempt = 147;

    [Theory]
    [InlineData(0, 20)] // a firing one and its end every six minutes: 30 seconds of waiting, and five minutes between notifications
    [InlineData(600, 1)]
    public async Task A_probe_that_flaps_each_minute_for_an_hour_causes_few_notifications(int keepFiring, int most)
    {
        await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("critical", probe, keepFiring: keepFiring));
        await using var work = await stage.Begin();
        var start = work.Now;

        for (var minute = 0; minute < 60; minute++)
        {
            await AlertStage.SetState(probe, minute % 2 == 0 ? "down" : "up", work);
            await stage.Evaluate(start.AddMinutes(minute), work);
            await stage.Evaluate(start.AddMinutes(minute).AddSeconds(31), work);
        }

        var sent = await AlertStage.Notifications(rule, work);
        sent.ShouldNotBeEmpty();
        sent.GroupBy(notification => notification.Destination, StringComparer.Ordinal).ShouldAllBe(destination => destination.Count() <= most);
    }

    [Fact]
    public async Task A_restart_while_a_group_waits_causes_exactly_one_notification()
    {
        await stage.Owner();
        var rule = await stage.AddRule(Rule("critical", await stage.AddDownProbe()));
        await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1);
        var fired = await Evaluate(stage.Console.Services, rule, after: 20);

        await using var restarted = await ConsoleHost.Build(stage.Console.Options with { Port = 0 });
        await restarted.StartAsync(TestContext.Current.CancellationToken);
        var waiting = await Notifications(rule);
        await Evaluate(restarted.Services, rule, after: 31);
        await restarted.StopAsync(TestContext.Current.CancellationToken);
        await Evaluate(stage.Console.Services, rule, after: 32);
        var sent = await Notifications(rule);

        waiting.ShouldBeEmpty();
        sent.ShouldNotBeEmpty();
        sent.ShouldAllBe(notification => notification.Reason == "new_firing");
        sent.Select(notification => notification.Destination).ShouldBeUnique();
        (await Evaluate(stage.Console.Services, rule, after: 33)).ShouldBe(fired);
    }

    [Fact]
    public async Task An_unreachable_destination_is_retried_and_fails_in_the_history_while_another_receives_the_alert()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (reachable, unreachable) = (await stage.AddWebhook(receiver.Url), await stage.AddWebhook("http://127.0.0.1:9/in"));
        var rule = await stage.AddRule(Rule("medium", await stage.AddDownProbe()));
        var change = await stage.App.Run(
            "alert_routes.change",
            IdGenerator.Platform,
            new { routes = new[] { Route("medium", unreachable), Route("medium", reachable) } }
        );
        await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1);
        await Evaluate(stage.Console.Services, rule, after: 31);
        var alert = (await stage.App.Get("/api/v1/alerts")).Of(rule)[0].GetProperty("id").GetString()!;

        await receiver.Next();
        await Poll.Until(async () => await Attempts(unreachable) >= 2, condition: "the unreachable destination was tried again");
        await using (var work = await stage.Begin())
        {
            await work.Execute(
                "update work.items set attempts = @LastAttempt where lane like 'channel:' || @unreachable || '%'",
                new { LastAttempt, unreachable }
            );
            await work.MakeDue([$"channel:{unreachable}", $"channel:{unreachable}:urgent"]);
            await work.Commit();
        }
        var details = await stage.App.Await($"/api/v1/alerts/{alert}", details => Of(details, unreachable).GetProperty("state").GetString() == "failed");
        await stage.App.Undo(change);

        Of(details, unreachable).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        Of(details, reachable).GetProperty("state").GetString().ShouldBe("sent");

        static JsonElement Of(JsonElement details, string destination) =>
            details.GetProperty("notifications").EnumerateArray().Single(sent => sent.GetProperty("destination").GetString() == destination);
    }

    /// <summary>Evaluates the rules in one of the consoles, and keeps the result.</summary>
    /// <param name="after">Seconds after the alert of the rule started to fire.</param>
    /// <returns>When it started to fire.</returns>
    private async Task<DateTimeOffset> Evaluate(IServiceProvider console, string rule, int after)
    {
        await using var work = await stage.Begin();
        var fired = (await AlertStage.Alerts(rule, work)).Single().FiredAt!.Value; // it is firing
        await console.GetRequiredService<AlertEvaluator>().Evaluate(fired.AddSeconds(after), work);
        await work.Commit();
        return fired;
    }

    private async Task<IReadOnlyList<StoredNotification>> Notifications(string rule)
    {
        await using var work = await stage.Begin();
        return await AlertStage.Notifications(rule, work);
    }

    /// <returns>Failed attempts of the waiting message of a channel. The worker stores them last, so none of its changes follow.</returns>
    private async Task<int> Attempts(string channel)
    {
        await using var work = await stage.Begin();
        return await work.One<int>("select coalesce(max(attempts), 0) from work.items where lane like 'channel:' || @channel || '%'", new { channel });
    }
}
