using System.Globalization;
using System.Text.Json;
using Google.Protobuf;

namespace OwnerConsole.Tests.Reliability.Telemetry;

/// <summary>Requests of OpenTelemetry exporters.</summary>
internal static class OtlpBodies
{
    private const string TraceId = "5b8efff798038103d269b633813fc60c",
        SpanId = "eee19b7ec3c1b174";

    /// <returns>A successful request of 100 ms, a failed one of 200 ms, and a call of another service, as JSON.</returns>
    public static byte[] Traces(string service, DateTimeOffset? endedAt = null)
    {
        var end = endedAt ?? TimeProvider.System.GetUtcNow();
        object Span(int kind, string name, int milliseconds, object[] attributes, object? status = null, object[]? events = null) =>
            new
            {
                traceId = TraceId,
                spanId = SpanId,
                name,
                kind,
                startTimeUnixNano = Nano(end.AddMilliseconds(-milliseconds)),
                endTimeUnixNano = Nano(end),
                attributes,
                status = status ?? new { },
                events = events ?? [],
            };
        return Request(
            "resourceSpans",
            "scopeSpans",
            "spans",
            service,
            Span(
                2,
                "GET",
                100,
                [Text("http.request.method", "GET"), Text("http.route", "/classes/{id}"), Text("http.request.header.authorization", "hunter2")]
            ),
            Span(
                2,
                "POST /pay",
                200,
                [],
                new { code = 2 },
                [new { name = "exception", attributes = new[] { Text("exception.type", "PaymentError"), Text("exception.message", "refused") } }]
            ),
            Span(3, "GET", 50, [])
        );
    }

    /// <inheritdoc cref="Traces"/>
    /// <remarks>As protobuf.</remarks>
    public static byte[] ProtoTraces(string service, DateTimeOffset? endedAt = null)
    {
        var end = endedAt ?? TimeProvider.System.GetUtcNow();
        byte[] Span(int kind, string name, int milliseconds, params IEnumerable<byte[]> more) =>
            Message(
                2,
                [
                    .. Message(1, Convert.FromHexString(TraceId)),
                    .. Message(2, Convert.FromHexString(SpanId)),
                    .. String(5, name),
                    .. Number(6, kind),
                    .. Fixed(7, end.AddMilliseconds(-milliseconds)),
                    .. Fixed(8, end),
                    .. Number(99, 1), // a field of a later version
                    .. more.SelectMany(part => part),
                ]
            );
        byte[] Attribute(int field, string key, string value) => Message(field, [.. String(1, key), .. Message(2, String(1, value))]);
        byte[] spans =
        [
            .. Span(2, "GET", 100, Attribute(9, "http.request.method", "GET"), Attribute(9, "http.route", "/classes/{id}")),
            .. Span(
                2,
                "POST /pay",
                200,
                Message(15, Number(3, 2)),
                Message(11, [.. String(2, "exception"), .. Attribute(3, "exception.type", "PaymentError"), .. Attribute(3, "exception.message", "refused")])
            ),
            .. Span(3, "GET", 50),
        ];
        return Message(1, [.. Message(1, Attribute(1, "service.name", service)), .. Message(2, spans)]);
    }

    /// <param name="severities">Severity number of each record.</param>
    public static byte[] Logs(string service, params IEnumerable<int> severities) =>
        Request(
            "resourceLogs",
            "scopeLogs",
            "logRecords",
            service,
            [
                .. severities.Select(severity =>
                    (object)
                        new
                        {
                            timeUnixNano = Nano(TimeProvider.System.GetUtcNow()),
                            severityNumber = severity,
                            body = new { stringValue = "hunter2" },
                        }
                ),
            ]
        );

    /// <returns>A gauge, a sum, a histogram, and an exponential histogram, which is not supported.</returns>
    public static byte[] Metrics(string service)
    {
        var at = Nano(TimeProvider.System.GetUtcNow());
        return Request(
            "resourceMetrics",
            "scopeMetrics",
            "metrics",
            service,
            new
            {
                name = "memory",
                unit = "1",
                gauge = new
                {
                    dataPoints = new[]
                    {
                        new
                        {
                            timeUnixNano = at,
                            asDouble = 0.5,
                            attributes = new[] { Text("api_key", "hunter2") },
                        },
                    },
                },
            },
            new
            {
                name = "jobs",
                sum = new
                {
                    aggregationTemporality = 2,
                    isMonotonic = true,
                    dataPoints = new[] { new { timeUnixNano = at, asInt = "7" } },
                },
            },
            new
            {
                name = "latency",
                unit = "ms",
                histogram = new
                {
                    aggregationTemporality = 2,
                    dataPoints = new[]
                    {
                        new
                        {
                            timeUnixNano = at,
                            count = "4",
                            sum = 100.0,
                        },
                    },
                },
            },
            new { name = "sizes", exponentialHistogram = new { dataPoints = new[] { new { timeUnixNano = at } } } }
        );
    }

    /// <param name="gauges">Values with the CPU mode, such as user; null for values without labels.</param>
    public static byte[] Gauges(string service, params IEnumerable<(string Metric, string? Mode, double Value)> gauges) =>
        Request(
            "resourceMetrics",
            "scopeMetrics",
            "metrics",
            service,
            [
                .. gauges.Select(gauge =>
                    (object)
                        new
                        {
                            name = gauge.Metric,
                            gauge = new
                            {
                                dataPoints = new[]
                                {
                                    new
                                    {
                                        timeUnixNano = Nano(TimeProvider.System.GetUtcNow()),
                                        asDouble = gauge.Value,
                                        attributes = gauge.Mode is { } mode ? new[] { Text("cpu.mode", mode) } : [],
                                    },
                                },
                            },
                        }
                ),
            ]
        );

    /// <returns>A field with bytes or with a message.</returns>
    public static byte[] Message(int field, byte[] content) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        });

    private static byte[] String(int field, string text) => Message(field, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Number(int field, int number) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt32(number);
        });

    private static byte[] Fixed(int field, DateTimeOffset at) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.Fixed64);
            output.WriteFixed64((ulong)(at - DateTimeOffset.UnixEpoch).Ticks * 100);
        });

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }

    private static byte[] Request(string resources, string scopes, string items, string service, params object[] sent) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [resources] = new[]
                {
                    new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["resource"] = new { attributes = new[] { Text("service.name", service) } },
                        [scopes] = new[] { new Dictionary<string, object>(StringComparer.Ordinal) { [items] = sent } },
                    },
                },
            }
        );

    private static object Text(string key, string value) => new { key, value = new { stringValue = value } };

    private static string Nano(DateTimeOffset at) => ((at - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
}
