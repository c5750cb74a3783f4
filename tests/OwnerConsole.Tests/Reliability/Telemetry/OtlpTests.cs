using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Tests.Reliability.Telemetry;

/// <summary>OpenTelemetry over HTTP, as JSON and as protobuf.</summary>
public sealed class OtlpTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Json = "application/json",
        Protobuf = "application/x-protobuf";

    [Theory]
    [InlineData("unknown_service:node", "k8s.pod.name", "cart-7d4b9c8f6d-x2x8q", "cart")]
    [InlineData("unknown_service:node", "host.name", "machine-0", "machine-0")]
    [InlineData("unknown_service:node", "host.name", "4f1c0a9b7d2e", "unknown_service:node")] // the ID of a container
    [InlineData("shop", "k8s.pod.name", "cart-7d4b9c8f6d-x2x8q", "shop")]
    public void Traces_and_logs_belong_to_the_same_service_as_metrics(string name, string key, string value, string service)
    {
        var resource = $$"""
            {"attributes": [{"key": "service.name", "value": {"stringValue": "{{name}}"} }, {"key": "{{key}}", "value": {"stringValue": "{{value}}"} }]}
            """;
        var logs = $$"""{"resourceLogs": [{"resource": {{resource}}, "scopeLogs": [{"logRecords": [{"severityNumber": 17}]}]}]}""";
        var span = """{"kind": 2, "name": "GET", "startTimeUnixNano": "1000000000", "endTimeUnixNano": "2000000000"}""";
        var traces = $$"""{"resourceSpans": [{"resource": {{resource}}, "scopeSpans": [{"spans": [{{span}}]}]}]}""";

        OtlpLogReader.Read(JsonDocument.Parse(logs).RootElement).Single().Service.ShouldBe(service);
        OtlpTraceReader.Read(JsonDocument.Parse(traces).RootElement).Requests.Single().Service.ShouldBe(service);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Protobuf)]
    public async Task Traces_become_rate_errors_and_latency_per_service_and_route(string type)
    {
        var (owner, exporter) = await Connect();
        var service = $"web-{type[^4..]}";
        byte[] body = type == Json ? OtlpBodies.Traces(service) : OtlpBodies.ProtoTraces(service);

        var (status, answered, answer) = await Send(exporter, "/v1/traces", type, body);
        var details = await owner.Get($"/api/v1/services/{service}");
        var services = (await owner.Get("/api/v1/services")).GetProperty("data").EnumerateArray();

        (status, answered).ShouldBe((200, type));
        Encoding.UTF8.GetString(answer).ShouldBe(type == Json ? "{}" : "");
        var hour = details.GetProperty("service").GetProperty("last_hour");
        (hour.GetProperty("error_rate").GetDecimal(), hour.GetProperty("average_ms").GetInt32()).ShouldBe((50, 150));
        hour.GetProperty("p95_ms").GetInt32().ShouldBeInRange(180, 220);
        var routes = details.GetProperty("routes").EnumerateArray().ToDictionary(route => route.GetProperty("name").GetString()!, StringComparer.Ordinal);
        routes.Keys.ShouldBe(["GET /classes/{id}", "POST /pay"], ignoreOrder: true); // the span of a call to another service is left out
        var failure = details.GetProperty("failures")[0];
        failure.GetProperty("message").GetString().ShouldBe("PaymentError: refused");
        failure.GetProperty("trace_id").GetString().ShouldBe("5b8efff798038103d269b633813fc60c");
        details.GetRawText().ShouldNotContain("hunter2");
        services.Select(one => one.GetProperty("name").GetString()).ShouldContain(service);
    }

    [Fact]
    public async Task Logs_are_counted_by_severity_and_metrics_have_their_last_value()
    {
        var (owner, exporter) = await Connect();

        var logs = await Send(exporter, "/v1/logs", Json, OtlpBodies.Logs("worker", 9, 9, 17, 21));
        var metrics = await Send(exporter, "/v1/metrics", Json, OtlpBodies.Metrics("worker"));
        var details = await owner.Get("/api/v1/services/worker");

        (logs.Status, metrics.Status).ShouldBe((200, 200));
        details
            .GetProperty("logs")
            .EnumerateArray()
            .Select(log => (log.GetProperty("severity").GetString(), log.GetProperty("records").GetInt64()))
            .ShouldBe([("fatal", 1), ("error", 1), ("info", 2)]);
        details
            .GetProperty("metrics")
            .EnumerateArray()
            .Select(metric => (metric.GetProperty("metric").GetString(), metric.GetProperty("kind").GetString(), metric.GetProperty("last_value").GetDouble()))
            .ShouldBe([("jobs", "total", 7), ("latency", "mean", 25), ("memory", "gauge", 0.5)]);
        details.GetRawText().ShouldNotContain("hunter2");
        var partial = JsonSerializer.Deserialize<JsonElement>(metrics.Body).GetProperty("partialSuccess");
        partial.GetProperty("rejectedDataPoints").GetString().ShouldBe("1"); // the exponential histogram
    }

    [Fact]
    public async Task Old_spans_are_rejected_without_a_retry()
    {
        var (_, exporter) = await Connect();

        var json = await Send(exporter, "/v1/traces", Json, OtlpBodies.Traces("old", TimeProvider.System.GetUtcNow().AddDays(-3)));
        var proto = await Send(exporter, "/v1/traces", Protobuf, OtlpBodies.ProtoTraces("old", TimeProvider.System.GetUtcNow().AddDays(-3)));

        JsonSerializer.Deserialize<JsonElement>(json.Body).GetProperty("partialSuccess").GetProperty("rejectedSpans").GetString().ShouldBe("2");
        (json.Status, proto.Status, proto.Type).ShouldBe((200, 200, Protobuf));
        proto.Body[..1].ShouldBe([0x0A]); // partial_success
        proto.Body[3..5].ShouldBe([0x08, 0x02]); // rejected_spans = 2, after a length of two bytes
    }

    [Fact]
    public async Task Compressed_and_empty_requests_are_accepted()
    {
        var (owner, exporter) = await Connect();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(OtlpBodies.ProtoTraces("packed"));

        var sent = await Send(exporter, "/v1/traces", Protobuf, packed.ToArray(), "gzip");
        var empty = await Send(exporter, "/v1/traces", Protobuf, []);
        var nothing = await Send(exporter, "/v1/logs", Json, "{}"u8.ToArray());

        (sent.Status, empty.Status, nothing.Status).ShouldBe((200, 200, 200));
        (await owner.Get("/api/v1/services/packed")).GetProperty("routes").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Other_bodies_and_keys_are_refused()
    {
        var (_, exporter) = await Connect();
        var events = await TestApplication.Connect(console, scopes: ["event.report"]);
        var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[100 << 20]);

        var json = await Send(exporter, "/v1/traces", Json, "nonsense"u8.ToArray());
        var proto = await Send(exporter, "/v1/metrics", Protobuf, [0x0A, 0x7F, 0x01]);
        var text = await Send(exporter, "/v1/logs", "text/plain", "nonsense"u8.ToArray());
        var huge = await Send(exporter, "/v1/logs", Json, bomb.ToArray(), "gzip");
        var forbidden = await Send(events, "/v1/traces", Json, "{}"u8.ToArray());
        var unknown = await Send(TestApplication.WithKey(console, "oc_live_nothing"), "/v1/traces", Json, "{}"u8.ToArray());

        (json.Status, proto.Status, text.Status, huge.Status, forbidden.Status, unknown.Status).ShouldBe((400, 400, 415, 413, 403, 401));
        (json.Type, proto.Type).ShouldBe((Json, Protobuf));
        JsonSerializer.Deserialize<JsonElement>(json.Body).GetProperty("code").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void Deeply_nested_messages_are_refused()
    {
        byte[] body = [];
        for (var level = 0; level < 40; level++)
            body = OtlpBodies.Message(5, OtlpBodies.Message(1, body)); // a list of values in a value

        Should.Throw<FormatException>(() =>
            ProtoReader.Read(OtlpBodies.Message(1, OtlpBodies.Message(1, OtlpBodies.Message(1, OtlpBodies.Message(2, body)))), OtlpMessages.Traces)
        );
    }

    [Fact]
    public async Task Pages_show_services_and_how_to_connect()
    {
        await using var alone = await TestConsole.Start();
        var owner = await TestBrowser.Owner(alone);
        await owner.Get("/ops/services");
        var empty = owner.Page;
        await Send(await TestApplication.Connect(alone, scopes: ["telemetry.report"]), "/v1/traces", Json, OtlpBodies.Traces("shop/api"));
        await owner.Get("/ops/services");
        var list = owner.Page;
        await owner.Get("/ops/services/shop%2Fapi");

        empty.ShouldContain("OTEL_EXPORTER_OTLP_ENDPOINT");
        list.ShouldContain("/ops/services/shop%2Fapi");
        owner.Page.ShouldContain("GET /classes/{id}");
        owner.Page.ShouldContain("PaymentError: refused");
    }

    private async Task<(TestApplication Owner, TestApplication Exporter)> Connect() =>
        (await TestApplication.Connect(console), await TestApplication.Connect(console, scopes: ["telemetry.report"]));

    private static async Task<(int Status, string? Type, byte[] Body)> Send(
        TestApplication from,
        string path,
        string type,
        byte[] body,
        string? encoding = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        using var answer = await from.Http.SendAsync(request);
        answer.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsByteArrayAsync());
    }
}
