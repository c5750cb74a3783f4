using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>The link in a notification acknowledges its alerts, and the page of an alert offers what could end it.</summary>
public sealed class AlertLinkTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task A_link_in_a_message_acknowledges_the_alert_when_its_button_is_pressed()
    {
        await using var receiver = await WebhookReceiver.Start();
        var address = stage.Console.Address.GetLeftPart(UriPartial.Authority);
        await stage.App.Run("setting.change", IdGenerator.Platform, new { key = "platform.url", value = address });
        var channel = (
            await stage.App.Run(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "webhook",
                    name = "Ops chat",
                    secret = receiver.Url,
                    body = """{"text": "{{text}}"}""",
                }
            )
        ).Created();
        var rule = await stage.AddRule(Rule("medium", await stage.AddDownProbe()));
        var change = await stage.App.Run("alert_routes.change", IdGenerator.Platform, new { routes = new[] { Route("medium", channel) } });
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            await stage.Evaluate(work.Now.AddSeconds(31), work);
            await work.Commit();
        }
        var text = (await receiver.Next()).Body.GetProperty("text").GetString()!;
        var alert = (await stage.App.Get("/api/v1/alerts")).Of(rule)[0].GetProperty("id").GetString()!;
        using var log = new LogRecorder();
        stage.Console.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var path = text[(text.IndexOf(address, StringComparison.Ordinal) + address.Length)..].Split('\n')[0];

        var shown = await Show(path);
        var before = await stage.App.Get($"/api/v1/alerts/{alert}");
        using var pressed = await stage.Console.Client.PostAsync(path, content: null);
        var after = await stage.App.Get($"/api/v1/alerts/{alert}");
        var again = await Show(path);
        using var twice = await stage.Console.Client.PostAsync(path, content: null);
        var forged = await Show(path[..^4] + "AAAA");
        var links = stage.Console.Services.GetRequiredService<AlertLinks>();
        var old = links.CreateToken(path.Split('/')[^1].Split('.')[0], TimeProvider.System.GetUtcNow().AddDays(-8));
        var expired = await Show($"/alert-links/{old}");
        await stage.App.Undo(change);
        await stage.App.Run("channel.remove", channel);
        var removed = await Show(path);

        path.ShouldStartWith("/alert-links/aln_");
        shown.Status.ShouldBe(HttpStatusCode.OK);
        shown.Page.ShouldContain("Service down");
        before.GetProperty("alert").GetProperty("is_acknowledged").GetBoolean().ShouldBeFalse(); // scanners open links too
        pressed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        after.GetProperty("alert").GetProperty("is_acknowledged").GetBoolean().ShouldBeTrue();
        after.GetProperty("notes")[0].GetProperty("actor").GetString()!.ShouldStartWith("aln_");
        again.Page.ShouldContain("Alerts acknowledged");
        twice.StatusCode.ShouldBe(HttpStatusCode.OK);
        (forged.Status, expired.Status, removed.Status).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        expired.Page.ShouldContain("no longer valid");
        var signature = path.Split('.')[^1];
        foreach (var page in new[] { shown.Page, again.Page, removed.Page })
            page.ShouldNotContain(signature);
        log.Entries.ShouldNotContain(entry => entry.Contains(signature, StringComparison.Ordinal));
        (await DatabaseTextSearch.Find(TestCluster.Current.Super(stage.Console.Options.Connections), [signature])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_acknowledges_more_alerts_than_a_run_executes_at_once()
    {
        var rule = await stage.AddRule(Rule("low", await stage.AddDownProbe(), keepFiring: 3_600));
        var channel = (
            await stage.App.Run(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "webhook",
                    name = "Ops chat",
                    secret = "http://127.0.0.1:9/in",
                    body = """{"text": "{{text}}"}""",
                }
            )
        ).Created();
        var ids = stage.Console.Services.GetRequiredService<IdGenerator>();
        var (notification, alerts) = (ids.New("aln"), Enumerable.Range(0, 26).Select(_ => ids.New("alt")).ToArray());
        await using (var work = await stage.Begin())
        {
            await work.Execute(
                """
                insert into alerts.alerts (tenant_id, alert_id, rule_id, fingerprint, labels, name, severity, message, phase, since, fired_at)
                select 'tnt_platform', n.id, @rule, 'many ' || n.id, jsonb_build_object('probe', n.id), 'Service down', 'low', 'It is down.', 'firing', now(), now()
                  from unnest(@alerts) n(id)
                """,
                new { rule, alerts }
            );
            await work.Execute(
                """
                insert into alerts.notifications
                  (tenant_id, notification_id, rule_id, reason, severity, destination, title, body, alert_ids, state, created_at)
                values ('tnt_platform', @notification, @rule, 'new_firing', 'low', @channel, 'Service down', '', @alerts, 'sent', now())
                """,
                new
                {
                    notification,
                    rule,
                    channel,
                    alerts,
                }
            );
            foreach (var alert in alerts)
                await work.SetName(alert, "alert", "Service down");
            await work.Commit();
        }
        var token = stage.Console.Services.GetRequiredService<AlertLinks>().CreateToken(notification, TimeProvider.System.GetUtcNow());

        using var pressed = await stage.Console.Client.PostAsync($"/alert-links/{token}", content: null);

        pressed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await pressed.Content.ReadAsStringAsync());
        await using var reading = await stage.Console.Database.Read();
        var acknowledged = await reading.List<string>(
            "select k.alert_id from alerts.acknowledgements k where k.tenant_id = 'tnt_platform' and k.alert_id = any(@alerts) and k.closed_by is null",
            new { alerts }
        );
        acknowledged.ShouldBe(alerts, ignoreOrder: true);
    }

    [Fact]
    public async Task An_alert_offers_the_operations_that_could_end_it()
    {
        var owner = await stage.Owner();
        var probe = await stage.AddDownProbe();
        var rule = await stage.AddRule(Rule("low", probe));
        var alert = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;

        var firing = await stage.App.Get($"/api/v1/alerts/{alert}");
        using var page = await owner.Get($"/ops/alerts/{alert}");
        var shown = owner.Page;
        await stage.App.Run("alert.resolve", alert, new { note = "Replaced." });
        var resolved = await stage.App.Get($"/api/v1/alerts/{alert}");

        var fixes = Fixes(firing);
        fixes[0].ShouldBe($"probe.check {probe} failure");
        fixes.ShouldContain(fix => fix.StartsWith("probe.add ", StringComparison.Ordinal) && fix.EndsWith(" recent_change", StringComparison.Ordinal));
        shown.ShouldContain("Possible fixes");
        shown.ShouldContain("operation=probe.check");
        Fixes(resolved).ShouldBeEmpty();

        static IReadOnlyList<string> Fixes(JsonElement details) =>
            [
                .. details
                    .GetProperty("fixes")
                    .EnumerateArray()
                    .Select(fix => $"{fix.GetProperty("operation")} {fix.GetProperty("subject_id")} {fix.GetProperty("reason")}"),
            ];
    }

    private async Task<(HttpStatusCode Status, string Page)> Show(string path)
    {
        using var response = await stage.Console.Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
