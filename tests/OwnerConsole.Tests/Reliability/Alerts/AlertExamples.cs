using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Alerts;

public sealed class AddAlertRuleExample : Example
{
    public override string OperationName => "alert_rule.add";

    public override JsonElement? RefusedInput => Json.Element(new { kind = "log_event", name = "Events" });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(AlertSetup.Rule(stage))));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("alert_rule.remove", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeAlertRuleExample : Example
{
    public override string OperationName => "alert_rule.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await AlertSetup.AddRule(stage), Json.Element(AlertSetup.Rule(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("alert_rule.change", run.Lines[0].SubjectId, AlertSetup.Rule(stage));
        return true;
    }
}

public sealed class RemoveAlertRuleExample : Example
{
    public override string OperationName => "alert_rule.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await AlertSetup.AddRule(stage));
}

public sealed class PauseAlertRuleExample : Example
{
    public override string OperationName => "alert_rule.pause";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await AlertSetup.AddRule(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("alert_rule.resume", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ResumeAlertRuleExample : Example
{
    public override string OperationName => "alert_rule.resume";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var rule = await AlertSetup.AddRule(stage);
        await stage.Run("alert_rule.pause", rule);
        return new(rule);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("alert_rule.pause", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ChangeAlertRoutesExample : Example
{
    public override string OperationName => "alert_routes.change";

    public override JsonElement? RefusedInput => Json.Element(new { routes = new[] { new { severity = "low", destination = "chn_unknown" } } });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(IdGenerator.Platform, Json.Element(await Routes(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("alert_routes.change", IdGenerator.Platform, await Routes(stage));
        return true;
    }

    private static async Task<object> Routes(LawHarness stage)
    {
        var channel = await stage.Run(
            "channel.add",
            IdGenerator.Platform,
            new
            {
                kind = "slack",
                name = stage.NewId("ops"),
                secret = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            }
        );
        return new { routes = new[] { new { severity = "low", destination = channel.Lines[0].Created! } } };
    }
}

public sealed class SilenceAlertsExample : Example
{
    public override string OperationName => "alert.silence";

    public override JsonElement? RefusedInput => Json.Element(new { matchers = Array.Empty<object>() });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(AlertSetup.Silence(stage))));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("silence.end", run.Lines[0].Created!);
        return true;
    }
}

public sealed class EndSilenceExample : Example
{
    public override string OperationName => "silence.end";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new((await stage.Run("alert.silence", IdGenerator.Platform, AlertSetup.Silence(stage))).Lines[0].Created!);
}

public sealed class AcknowledgeAlertExample : Example
{
    public override string OperationName => "alert.acknowledge";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await AlertSetup.Fire(stage));
}

public sealed class ResolveAlertExample : Example
{
    public override string OperationName => "alert.resolve";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await AlertSetup.Fire(stage));
}

internal static class AlertSetup
{
    /// <returns>Input of a rule that never causes an alert.</returns>
    public static object Rule(LawHarness stage) =>
        new
        {
            kind = "log_event",
            name = stage.NewId("rule"),
            severity = "low",
            codes = new[] { "never.happens" },
        };

    public static object Silence(LawHarness stage) =>
        new
        {
            matchers = new[]
            {
                new
                {
                    label = "rule",
                    @operator = "is",
                    value = stage.NewId("alr"),
                },
            },
        };

    /// <returns>Id of a rule.</returns>
    public static async Task<string> AddRule(LawHarness stage) => (await stage.Run("alert_rule.add", IdGenerator.Platform, Rule(stage))).Lines[0].Created!;

    /// <returns>Id of an alert about a port without a server, which sends nothing.</returns>
    public static async Task<string> Fire(LawHarness stage)
    {
        var probe = (
            await stage.Run(
                "probe.add",
                IdGenerator.Platform,
                new
                {
                    kind = "tcp",
                    name = stage.NewId("port"),
                    target = "127.0.0.1:9",
                    failures_until_down = 1,
                    interval_seconds = 86_400,
                }
            )
        ).Lines[0].Created!;
        var rule = (
            await stage.Run(
                "alert_rule.add",
                IdGenerator.Platform,
                new
                {
                    kind = "probe",
                    name = stage.NewId("rule"),
                    severity = "low",
                    probe_id = probe,
                }
            )
        ).Lines[0].Created!;
        return (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;
    }
}
