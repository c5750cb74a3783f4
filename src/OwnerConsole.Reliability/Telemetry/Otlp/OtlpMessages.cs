using static OwnerConsole.Reliability.Telemetry.Otlp.ProtoKind;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>The fields of OTLP requests that are read.</summary>
/// <remarks>Source: open-telemetry/opentelemetry-proto, opentelemetry/proto/{common,resource,trace,logs,metrics}/v1 of 1.9.</remarks>
public static class OtlpMessages
{
    private static readonly ProtoMessage s_attribute = Attribute(),
        s_resource = new ProtoMessage().With(1, "attributes", s_attribute, isRepeated: true),
        s_event = new ProtoMessage().With(2, "name", Text).With(3, "attributes", s_attribute, isRepeated: true),
        s_status = new ProtoMessage().With(2, "message", Text).With(3, "code", Integer);

    private static readonly ProtoMessage s_span = new ProtoMessage()
        .With(1, "traceId", Hex)
        .With(2, "spanId", Hex)
        .With(4, "parentSpanId", Hex)
        .With(5, "name", Text)
        .With(6, "kind", Integer)
        .With(7, "startTimeUnixNano", Fixed64)
        .With(8, "endTimeUnixNano", Fixed64)
        .With(9, "attributes", s_attribute, isRepeated: true)
        .With(11, "events", s_event, isRepeated: true)
        .With(15, "status", s_status);

    private static readonly ProtoMessage s_logRecord = new ProtoMessage()
        .With(1, "timeUnixNano", Fixed64)
        .With(2, "severityNumber", Integer)
        .With(11, "observedTimeUnixNano", Fixed64);

    private static readonly ProtoMessage s_number = new ProtoMessage()
        .With(3, "timeUnixNano", Fixed64)
        .With(4, "asDouble", ProtoKind.Double)
        .With(6, "asInt", SignedFixed64)
        .With(7, "attributes", s_attribute, isRepeated: true);

    private static readonly ProtoMessage s_histogram = new ProtoMessage()
        .With(3, "timeUnixNano", Fixed64)
        .With(4, "count", Fixed64)
        .With(5, "sum", ProtoKind.Double)
        .With(9, "attributes", s_attribute, isRepeated: true)
        .With(11, "min", ProtoKind.Double)
        .With(12, "max", ProtoKind.Double);

    private static readonly ProtoMessage s_metric = new ProtoMessage()
        .With(1, "name", Text)
        .With(3, "unit", Text)
        .With(5, "gauge", Data(s_number))
        .With(7, "sum", Data(s_number))
        .With(9, "histogram", Data(s_histogram))
        .With(10, "exponentialHistogram", Data(new()))
        .With(11, "summary", Data(new()));

    public static readonly ProtoMessage Traces = Request("resourceSpans", "scopeSpans", "spans", s_span),
        Logs = Request("resourceLogs", "scopeLogs", "logRecords", s_logRecord),
        Metrics = Request("resourceMetrics", "scopeMetrics", "metrics", s_metric);

    private static ProtoMessage Request(string resources, string scopes, string items, ProtoMessage item) =>
        new ProtoMessage().With(
            1,
            resources,
            new ProtoMessage().With(1, "resource", s_resource).With(2, scopes, new ProtoMessage().With(2, items, item, isRepeated: true), isRepeated: true),
            isRepeated: true
        );

    private static ProtoMessage Data(ProtoMessage point) =>
        new ProtoMessage().With(1, "dataPoints", point, isRepeated: true).With(2, "aggregationTemporality", Integer).With(3, "isMonotonic", ProtoKind.Bool);

    /// <summary>A value can be a list of values, or of further attributes.</summary>
    private static ProtoMessage Attribute()
    {
        var (attribute, value) = (new ProtoMessage(), new ProtoMessage());
        attribute.With(1, "key", Text).With(2, "value", value);
        value
            .With(1, "stringValue", Text)
            .With(2, "boolValue", ProtoKind.Bool)
            .With(3, "intValue", Integer)
            .With(4, "doubleValue", ProtoKind.Double)
            .With(5, "arrayValue", new ProtoMessage().With(1, "values", value, isRepeated: true))
            .With(6, "kvlistValue", new ProtoMessage().With(1, "values", attribute, isRepeated: true))
            .With(7, "bytesValue", Base64);
        return attribute;
    }
}
