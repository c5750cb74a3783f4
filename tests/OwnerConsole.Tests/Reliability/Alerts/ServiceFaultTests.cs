using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;
using static OwnerConsole.Tests.Reliability.Probes.ProbeStage;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Real services fail and recover: their card on Health changes after the debounce, and the alert is sent and resolved once.</summary>
[Trait("When", "nightly")]
public sealed class ServiceFaultTests(FaultStage faults) : IClassFixture<FaultStage>
{
    private ProbeStage Stage => faults.Probes;

    [Theory]
    [InlineData("redis")]
    [InlineData("postgresql")]
    [InlineData("smtp")]
    [InlineData("s3")]
    [InlineData("tls")]
    [InlineData("dns")]
    public async Task A_service_that_fails_causes_one_alert_after_three_checks_and_ends_it_after_two(string kind)
    {
        await Stage.Owner();
        await using var service = await FaultyService.Start(kind, faults);
        var probe = await Stage.Add(service.Kind, service.Target, service.Settings);
        var up = await Stage.First(probe);
        var rule = await Stage.AddRule(Rule("critical", probe));

        await service.Break();
        var debounced = await Stage.Check(probe, 2);
        var down = await Stage.Check(probe);
        var alert = (await Stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;
        var fired = await FiredAt(rule);
        var early = await Evaluate(rule, fired.AddSeconds(29));
        var sent = await Evaluate(rule, fired.AddSeconds(30), fired.AddSeconds(35));
        await service.Repair();
        var still = await Stage.Check(probe);
        var again = await Stage.Check(probe);
        await Poll.Until(async () => await Stage.Log("alert_resolved", alert) == 1, condition: "the alert is resolved");
        var ended = await Evaluate(rule, fired.AddSeconds(330), fired.AddSeconds(335), fired.AddHours(5));

        (Result(up), Result(again)).ShouldBe((("up", null), ("up", null)));
        new[] { debounced, down, still }.Select(result => Result(result).State).ShouldBe(["up", "down", "down"]);
        debounced.GetProperty("problem").GetString()!.ShouldStartWith(service.Problem);
        down.GetProperty("problem").GetString()!.ShouldStartWith(service.Problem);
        early.ShouldBeEmpty();
        sent.ShouldAllBe(notification => notification.Reason == "new_firing");
        sent.Select(notification => notification.Destination).ShouldBeUnique();
        sent.ShouldNotBeEmpty();
        ended.Skip(sent.Count).Select(notification => notification.Reason).ShouldBe(Enumerable.Repeat("all_resolved", sent.Count));
        (await Stage.Log("alert_fired", alert)).ShouldBe(1);
        (await Stage.Log("alert_resolved", alert)).ShouldBe(1);
    }

    private async Task<DateTimeOffset> FiredAt(string rule)
    {
        await using var work = await Stage.Begin();
        return (await AlertStage.Alerts(rule, work)).Single().FiredAt!.Value; // it is firing
    }

    /// <summary>Evaluates the rules at these times, and keeps the result.</summary>
    /// <returns>All notifications of the rule so far.</returns>
    private async Task<IReadOnlyList<StoredNotification>> Evaluate(string rule, params IEnumerable<DateTimeOffset> times)
    {
        await using var work = await Stage.Begin();
        foreach (var at in times)
            await Stage.Evaluate(at, work);
        var sent = await AlertStage.Notifications(rule, work);
        await work.Commit();
        return sent;
    }
}
