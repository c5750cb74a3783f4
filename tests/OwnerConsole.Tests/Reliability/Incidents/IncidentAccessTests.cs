using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Alerts.AlertInputs;

namespace OwnerConsole.Tests.Reliability.Incidents;

/// <summary>What readers of incidents see without access to tenants and alerts.</summary>
public sealed class IncidentAccessTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task Tenants_and_messages_of_alerts_are_left_out_without_access_to_them()
    {
        await stage.App.Tenant("hidden", "Hidden Studio", members: 2);
        var rule = await stage.AddRule(Rule("high", await stage.AddDownProbe()));
        var alert = (await stage.App.Await("/api/v1/alerts", alerts => alerts.Of(rule).Count == 1)).Of(rule)[0].GetProperty("id").GetString()!;
        var declared = await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Port closed", alerts = new[] { alert } });
        var address = $"/api/v1/incidents/{declared.Created()}";
        var reader = await TestApplication.Connect(stage.Console, scopes: ["incident.read"]);

        var (all, some) = (await stage.App.Get(address), await reader.Get(address));

        (Counts(all), Tenants(all), Message(all).Length > 0).ShouldBe(((1, 2), 1, true));
        (Counts(some), Tenants(some), Message(some)).ShouldBe(((1, 2), 0, ""));
        some.GetProperty("impact").GetProperty("mrr").ValueKind.ShouldBe(JsonValueKind.Null);
        string.Concat(await stage.App.Pdf($"{address}/post-mortem")).ShouldContain("Hidden Studio");
        string.Concat(await reader.Pdf($"{address}/post-mortem")).ShouldNotContain("Hidden Studio");
    }

    private static (long, long) Counts(JsonElement details) =>
        (details.GetProperty("impact").GetProperty("tenants").GetInt64(), details.GetProperty("impact").GetProperty("members").GetInt64());

    private static int Tenants(JsonElement details) => details.GetProperty("impact").GetProperty("largest").GetArrayLength();

    private static string Message(JsonElement details) => details.GetProperty("alerts")[0].GetProperty("message").GetString()!;
}
