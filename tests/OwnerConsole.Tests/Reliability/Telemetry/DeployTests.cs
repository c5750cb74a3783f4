using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Errors;

namespace OwnerConsole.Tests.Reliability.Telemetry;

/// <summary>Deploys that services report with OpenTelemetry. The clock is moved, so each test has its own console.</summary>
public sealed class DeployTests
{
    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task A_new_version_and_a_rollback_are_logged_once_each_and_are_in_the_timeline_of_an_incident()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var (app, exporter) = (await TestApplication.Connect(console), await TestApplication.Connect(console, scopes: ["telemetry.report"]));
        var incident = (await app.Run("incident.declare", IdGenerator.Platform, new { title = "Bookings fail" })).Created();

        await Send(exporter, "/v1/traces", Traces("1.0"));
        await Send(exporter, "/v1/traces", Traces("1.0"));
        await Send(exporter, "/v1/metrics", Metrics("1.0")); // the same version of the same service
        await Send(exporter, "/v1/traces", Traces("0.9", TimeSpan.FromHours(-2))); // from a collector that was cut off
        _clock.By = TimeSpan.FromMinutes(2);
        await Send(exporter, "/v1/traces", Traces("1.1"));
        await Send(exporter, "/v1/traces", Traces("1.0"));
        var rolling = await Names(console);
        _clock.By = TimeSpan.FromMinutes(61);
        await Send(exporter, "/v1/metrics", Metrics("1.1"));
        await Send(exporter, "/v1/traces", Traces("1.0"));
        var rolledBack = await Names(console);
        await app.Await($"/api/v1/incidents/{incident}", found => Deploys(found.GetProperty("timeline")) == 3);

        rolling.ShouldBe(["web 1.0 (production)", "web 1.1 (production)"]);
        rolledBack.ShouldBe(["web 1.0 (production)", "web 1.1 (production)", "web 1.0 (production)"]);
    }

    [Fact]
    public async Task A_release_that_both_an_error_and_a_service_report_is_logged_once()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var exporter = await TestApplication.Connect(console, scopes: ["telemetry.report"]);
        var sdk = await TestApplication.Connect(console, scopes: ["error.report"]);

        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("FirstError", release: "web@2.0"));
        await Send(exporter, "/v1/traces", Traces("2.0"));
        await Send(exporter, "/v1/traces", Traces("2.1"));
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("SecondError", release: "2.1"));
        await ErrorStage.Report(console, sdk.Key, ErrorStage.Event("ThirdError", release: "web@2.1"));
        await using var work = await console.Database.Read();
        var codes = await work.List<string>("select l.code from core.log l where l.code like 'release_%' order by l.id");

        codes.ShouldBe(["release_new", "release_deployed"]);
    }

    [Fact]
    public async Task Browsers_with_the_name_of_a_server_neither_repeat_a_deploy_nor_hide_a_rollback()
    {
        await using var console = await TestConsole.Start(plain => plain with { Clock = _clock });
        var exporter = await TestApplication.Connect(console, scopes: ["telemetry.report"]);

        await Send(exporter, "/v1/traces", Traces("1.0"));
        _clock.By = TimeSpan.FromMinutes(2);
        await Send(exporter, "/v1/traces", Traces("1.1"));
        await Send(exporter, "/v1/traces", Traces("1.1", language: "webjs"));
        _clock.By = TimeSpan.FromMinutes(62);
        await Send(exporter, "/v1/traces", Traces("1.0", language: "webjs")); // open tabs
        await Send(exporter, "/v1/traces", Traces("1.1", language: "webjs"));
        _clock.By = TimeSpan.FromMinutes(63);
        await Send(exporter, "/v1/traces", Traces("1.0"));
        await Send(exporter, "/v1/traces", Traces("1.2", language: "webjs"));
        await Send(exporter, "/v1/traces", Traces("1.2"));

        (await Names(console)).ShouldBe(["web 1.0 (production)", "web 1.1 (production)", "web 1.0 (production)", "web 1.2 (production)"]);
    }

    private static int Deploys(JsonElement timeline) =>
        timeline.EnumerateArray().Count(entry => entry.GetProperty("entry").GetProperty("code").GetString() == "release_deployed");

    private static async Task<IReadOnlyList<string>> Names(TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(
            """
            select n.name from errors.deploys d join core.entity_names n on n.id = d.deploy_id
             where d.tenant_id = 'tnt_platform' order by d.deploy_id
            """
        );
    }

    private static async Task Send(TestApplication exporter, string path, string body)
    {
        var (status, answer) = await exporter.Send(HttpMethod.Post, path, body);
        status.ShouldBe(200, answer.GetRawText());
    }

    private string Traces(string version, TimeSpan late = default, string language = "dotnet")
    {
        var end = _clock.GetUtcNow() + late;
        var span = $$"""{"kind": 2, "name": "GET", "startTimeUnixNano": "{{Nano(end.AddSeconds(-1))}}", "endTimeUnixNano": "{{Nano(end)}}"}""";
        return $$"""{"resourceSpans": [{"resource": {{Resource(version, language)}}, "scopeSpans": [{"spans": [{{span}}]}]}]}""";
    }

    private string Metrics(string version)
    {
        var point = $$"""{"timeUnixNano": "{{Nano(_clock.GetUtcNow())}}", "asDouble": 1}""";
        var metric = $$"""{"name": "jobs", "gauge": {"dataPoints": [{{point}}]} }""";
        return $$"""{"resourceMetrics": [{"resource": {{Resource(version, "dotnet")}}, "scopeMetrics": [{"metrics": [{{metric}}]}]}]}""";
    }

    private static string Resource(string version, string language)
    {
        var attributes = new[]
        {
            Text("service.name", "web"),
            Text("service.version", version),
            Text("deployment.environment.name", "production"),
            Text("telemetry.sdk.language", language),
        };
        return $$"""{"attributes": [{{string.Join(", ", attributes)}}]}""";
    }

    private static string Text(string key, string value) => $$"""{"key": "{{key}}", "value": {"stringValue": "{{value}}"} }""";

    private static long Nano(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks * 100;
}
