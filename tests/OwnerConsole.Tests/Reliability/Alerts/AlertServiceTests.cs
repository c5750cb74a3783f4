using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Messaging.Channels;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Alerts reach PagerDuty, Datadog and New Relic. Every request is checked against the description of its vendor.</summary>
public sealed class AlertServiceTests(ChannelStage stage) : IClassFixture<ChannelStage>
{
    [Fact]
    public async Task An_alert_opens_acknowledges_and_resolves_an_incident()
    {
        var (pagerduty, datadog, newRelic) = (await AddPagerduty(), await AddDatadog(), await AddNewRelic());
        var probe = (
            await stage.App.Run(
                "probe.add",
                IdGenerator.Platform,
                new
                {
                    kind = "tcp",
                    name = "Port",
                    target = "127.0.0.1:9",
                    failures_until_down = 1,
                    successes_until_up = 1,
                    interval_seconds = 86_400,
                }
            )
        ).Created();
        var rule = (await stage.App.Run("alert_rule.add", IdGenerator.Platform, Rule("high", probe))).Created();
        var routes = new[] { Route("high", pagerduty), Route("high", datadog), Route("high", newRelic) };
        await stage.App.Run("alert_routes.change", IdGenerator.Platform, new { routes });
        await stage.App.Await($"/api/v1/probes/{probe}", details => details.GetProperty("probe").GetProperty("state").GetString() == "down");
        await Evaluate(TimeProvider.System.GetUtcNow());
        var fired = (await stage.App.Get("/api/v1/alerts")).Of(rule)[0];
        var (alert, at) = (fired.GetProperty("id").GetString()!, fired.GetProperty("fired_at").GetDateTimeOffset());

        await Evaluate(at.AddSeconds(31));
        await Arrived("trigger");
        await stage.App.Run("alert.acknowledge", alert);
        await Evaluate(at.AddSeconds(40));
        await Arrived("acknowledge");
        await using (var work = await Begin())
        {
            await AlertStage.Recover(probe, work);
            await work.Commit();
        }
        await Evaluate(at.AddSeconds(331));
        await Arrived("resolve");

        stage.Vendors.Contradictions.ShouldBeEmpty();
        var incidents = Sent("pagerduty").Where(request => request.Json.GetProperty("dedup_key").GetString() == rule).Select(request => request.Json).ToList();
        incidents.Select(Action).ShouldBe(["trigger", "acknowledge", "resolve"]);
        incidents[0].GetProperty("payload").GetProperty("severity").GetString().ShouldBe("error");
        incidents[0].GetProperty("payload").GetProperty("summary").GetString().ShouldBe("High: Service down");
        incidents[0].GetProperty("routing_key").GetString().ShouldBe(Vendors.RoutingKey);
        await Poll.Until(() => Sent("datadog").Count == 3 && Sent("newrelic").Count == 3, milliseconds: 50);
        Sent("datadog").Select(request => request.Json.GetProperty("alert_type").GetString()).ShouldBe(["error", "info", "success"]);
        Sent("datadog").ShouldAllBe(request => request.Key == Vendors.DatadogKey && request.Json.GetProperty("aggregation_key").GetString() == rule);
        Sent("newrelic").ShouldAllBe(request => request.Key == Vendors.LicenseKey && request.Path == "/v1/accounts/1234567/events");
        Sent("newrelic").Select(request => request.Json[0].GetProperty("action").GetString()).ShouldBe(["trigger", "acknowledge", "resolve"]);

        Task Arrived(string action) =>
            Poll.Until(
                () => Sent("pagerduty").Any(request => request.Json.GetProperty("dedup_key").GetString() == rule && Action(request.Json) == action),
                milliseconds: 50
            );
    }

    [Fact]
    public async Task A_test_leaves_no_incident_and_errors_say_what_to_correct()
    {
        var pagerduty = await AddPagerduty();

        await stage.App.Run("channel.test", pagerduty);
        var sent = await Tested(pagerduty, "sent");
        var actions = Sent("pagerduty").TakeLast(2).Select(request => Action(request.Json)).ToList();
        stage.Vendors.FailNext(400, """{"status": "invalid event", "message": "Event object is invalid", "errors": ["Invalid routing key"]}""");
        await stage.App.Run("channel.test", pagerduty);
        var refused = await Tested(pagerduty, "failed");

        actions.ShouldBe(["trigger", "resolve"]);
        sent.GetProperty("status").GetInt32().ShouldBe(202);
        refused
            .GetProperty("reason")
            .GetString()
            .ShouldBe("PagerDuty doesn't know the routing key. Enter the integration key of an Events API v2 integration.");
    }

    [Theory]
    [InlineData("pagerduty", "short", null, null, "bad_secret")]
    [InlineData("pagerduty", Vendors.RoutingKey, null, "mars", "bad_region")]
    [InlineData("datadog", Vendors.DatadogKey, null, "datadoghq.example", "bad_region")]
    [InlineData("new_relic", Vendors.LicenseKey, "12a", null, "bad_account")]
    [InlineData("new_relic", "NRAK-0123456789", "12", null, "bad_secret")]
    [InlineData("new_relic", Vendors.LicenseKey, "12", "eu", null)]
    public async Task Settings_that_can_not_work_are_refused(string kind, string secret, string? account, string? region, string? code) =>
        (
            await stage.App.Refusal(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind,
                    name = "Alerts",
                    secret,
                    account,
                    region,
                }
            )
        ).ShouldBe(code);

    private static string? Action(JsonElement sent) => sent.GetProperty("event_action").GetString();

    private List<VendorRequest> Sent(string vendor) => [.. stage.Vendors.Sent.Where(request => request.Vendor == vendor)];

    private async Task<JsonElement> Tested(string channel, string state) =>
        (
            await stage.App.Await(
                $"/api/v1/channels/{channel}",
                row => row.GetProperty("last_test") is { ValueKind: JsonValueKind.Object } test && test.GetProperty("state").GetString() == state
            )
        ).GetProperty("last_test");

    private Task<UnitOfWork> Begin() => stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);

    /// <summary>Evaluates all rules at a time, instead of waiting for it.</summary>
    private async Task Evaluate(DateTimeOffset at)
    {
        await using var work = await Begin();
        await stage.Console.Services.GetRequiredService<AlertEvaluator>().Evaluate(at, work);
        await work.Commit();
    }

    private async Task<string> AddPagerduty() =>
        (
            await stage.Add(
                new
                {
                    kind = "pagerduty",
                    name = "On call",
                    secret = Vendors.RoutingKey,
                }
            )
        ).Id;

    private async Task<string> AddDatadog() =>
        (
            await stage.Add(
                new
                {
                    kind = "datadog",
                    name = "Datadog",
                    secret = Vendors.DatadogKey,
                    region = "datadoghq.eu",
                }
            )
        ).Id;

    private async Task<string> AddNewRelic() =>
        (
            await stage.Add(
                new
                {
                    kind = "new_relic",
                    name = "New Relic",
                    secret = Vendors.LicenseKey,
                    account = "1234567",
                }
            )
        ).Id;
}
