using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>The results of notifications are shown with the alerts that they are about.</summary>
public sealed class AlertDeliveryTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task A_notification_reaches_a_webhook_although_another_destination_is_unreachable()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (reachable, unreachable) = (await stage.AddWebhook(receiver.Url), await stage.AddWebhook("http://127.0.0.1:9/in"));
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
    }

    [Fact]
    public async Task A_notification_that_can_not_be_delivered_has_failed_with_the_reason()
    {
        await stage.Owner();
        var owner = (await stage.App.Get("/api/v1/alert-routes")).GetProperty("routes")[0].GetProperty("destination").GetString()!;
        var whatsapp = (
            await stage.App.Run(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "twilio_whatsapp",
                    name = "On call",
                    account = "AC00000000000000000000000000000001",
                    secret = "0123456789abcdef0123456789abcdef",
                    sender = "+15550100001",
                }
            )
        ).Created();
        var rule = await stage.AddRule(Rule("medium", await stage.AddDownProbe()));
        var onCall = new
        {
            severity = "medium",
            destination = whatsapp,
            phone = "+41441234567",
        };
        var change = await stage.App.Run("alert_routes.change", IdGenerator.Platform, new { routes = new[] { Route("medium", owner), onCall } });
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            await stage.Evaluate(work.Now.AddSeconds(31), work);
            await work.Commit();
        }

        var alert = (await stage.App.Get("/api/v1/alerts")).Of(rule)[0].GetProperty("id").GetString()!;
        var details = await stage.App.Await(
            $"/api/v1/alerts/{alert}",
            details => Results(details) is { Count: 2 } sent && !sent.Any(one => one.Contains("waiting"))
        );
        await stage.App.Undo(change);

        Results(details)
            .ShouldBe(
                [
                    $"{owner} failed Email is not set up.",
                    $"{whatsapp} failed The recipient hasn't written on WhatsApp in the last 24 hours, and the channel has no approved template.",
                ],
                ignoreOrder: true
            );

        static IReadOnlyList<string> Results(JsonElement details) =>
            [
                .. details
                    .GetProperty("notifications")
                    .EnumerateArray()
                    .Select(sent => $"{sent.GetProperty("destination")} {sent.GetProperty("state")} {sent.GetProperty("error")}"),
            ];
    }

    [Fact]
    public async Task A_notification_belongs_to_the_alerts_that_it_is_about()
    {
        await stage.Owner();
        var (down, recovered) = (await stage.AddDownProbe(), await stage.AddDownProbe());
        var rule = await stage.AddRule(
            new
            {
                kind = "probe",
                name = "Any service down",
                severity = "critical",
            }
        );
        await using var work = await stage.Begin();

        await stage.Evaluate(work.Now, work);
        await AlertStage.Recover(recovered, work);
        await stage.Evaluate(work.Now.AddSeconds(1), work);
        await stage.Evaluate(work.Now.AddSeconds(31), work);

        (await Find(down)).ShouldBeGreaterThan(0);
        (await Find(recovered)).ShouldBe(0);

        Task<long> Find(string probe) =>
            work.One<long>(
                """
                select count(*) from alerts.notifications n join alerts.alerts a on n.alert_ids @> array[a.alert_id]
                 where n.tenant_id = 'tnt_platform' and a.tenant_id = 'tnt_platform' and a.rule_id = @rule and a.labels ->> 'probe' = @probe
                """,
                new { rule, probe }
            );
    }
}
