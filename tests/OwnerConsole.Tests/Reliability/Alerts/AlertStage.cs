using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Rules are evaluated at any time in a transaction that is not committed, so that no test waits and none disturbs another.</summary>
internal static class AlertStage
{
    /// <returns>Id of a new rule.</returns>
    public static async Task<string> AddRule(this ProbeStage stage, object input) =>
        (await stage.App.Run("alert_rule.add", IdGenerator.Platform, input)).Created();

    /// <returns>Id of a probe of a port without a server, after its first check.</returns>
    public static async Task<string> AddDownProbe(this ProbeStage stage)
    {
        var probe = await stage.Add("tcp", "127.0.0.1:9", new { failures_until_down = 1, successes_until_up = 1 });
        await stage.First(probe);
        return probe;
    }

    /// <returns>ID of a new channel that sends the title and text of alerts to an address.</returns>
    public static async Task<string> AddWebhook(this ProbeStage stage, string address) =>
        (
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
        ).Created();

    public static Task<UnitOfWork> Begin(this ProbeStage stage) => stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);

    /// <summary>Ends the condition of alerts about a probe. A request would need the connection of the open transaction.</summary>
    public static Task Recover(string probe, UnitOfWork work) => SetState(probe, "up", work);

    public static Task SetState(string probe, string state, UnitOfWork work) =>
        work.Execute("update probes.states set state = @state where tenant_id = 'tnt_platform' and probe_id = @probe", new { probe, state });

    public static Task Evaluate(this ProbeStage stage, DateTimeOffset at, UnitOfWork work) =>
        stage.Console.Services.GetRequiredService<AlertEvaluator>().Evaluate(at, work);

    /// <summary>Executes scheduled work now.</summary>
    public static Task Execute(this ProbeStage stage, string kind) =>
        stage
            .Console.Services.GetServices<IWorkHandler>()
            .Single(handler => handler.Name == kind)
            .Execute(new($"every:{kind}", 0, null, kind, Json.Element(new { }), 0), CancellationToken.None);

    /// <returns>Phase, message and time of the alerts of a rule.</returns>
    public static Task<IReadOnlyList<StoredAlert>> Alerts(string rule, UnitOfWork work) =>
        work.List<StoredAlert>(
            "select alert_id, phase, message, severity, fired_at from alerts.alerts where tenant_id = 'tnt_platform' and rule_id = @rule order by since, alert_id",
            new { rule }
        );

    /// <returns>Reason and title of the notifications of a rule.</returns>
    public static Task<IReadOnlyList<StoredNotification>> Notifications(string rule, UnitOfWork work) =>
        work.List<StoredNotification>(
            """
            select n.reason, n.title, n.body, n.destination, n.state, n.reference from alerts.notifications n
             where n.tenant_id = 'tnt_platform' and n.rule_id = @rule order by n.created_at, n.notification_id
            """,
            new { rule }
        );

    /// <returns>Number of log entries with a code about a subject.</returns>
    public static async Task<long> Log(this ProbeStage stage, string code, string subject)
    {
        await using var work = await stage.Console.Database.Read();
        return await work.One<long>("select count(*) from core.log where code = @code and subject = @subject", new { code, subject });
    }

    public static IReadOnlyList<JsonElement> Of(this JsonElement list, string rule) =>
        [.. list.GetProperty("data").EnumerateArray().Where(alert => alert.GetProperty("rule_id").GetString() == rule)];
}

internal sealed record StoredAlert(string AlertId, string Phase, string Message, string Severity, DateTimeOffset? FiredAt);

internal sealed record StoredNotification(string Reason, string Title, string Body, string Destination, string State, string? Reference);
