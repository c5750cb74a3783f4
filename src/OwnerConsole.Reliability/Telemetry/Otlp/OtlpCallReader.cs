using System.Text.Json;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>Finds calls between services in spans: a span whose parent belongs to another service, or the span of a call that names the service.</summary>
internal static class OtlpCallReader
{
    private const int Server = 2,
        Client = 3,
        Producer = 4;

    /// <returns>Calls between different services. A parent is found only in the same request, which collectors send for several services.</returns>
    public static IReadOnlyList<ServiceCall> Read(JsonElement body)
    {
        var spans = body.Items("resourceSpans").SelectMany(ReadResource).ToList();
        var services = new Dictionary<(string Trace, string Span), string>();
        foreach (var span in spans.Where(span => span.Id.Length > 0))
            services[(span.Trace, span.Id)] = span.Service;
        var answered = spans.Where(span => span.Kind is Server).Select(span => (span.Trace, span.Parent)).ToHashSet();
        return
        [
            .. spans
                .Select(span => FindCall(span, services, answered))
                .OfType<ServiceCall>()
                .Where(call => !string.Equals(call.Service, call.Called, StringComparison.Ordinal)),
        ];
    }

    private static IEnumerable<CallSpan> ReadResource(JsonElement resource)
    {
        var service = OtlpResource.ServiceName(resource);
        return resource
            .Items("scopeSpans")
            .SelectMany(scope => scope.Items("spans"))
            .Where(span => span.Integer("kind") is Server or Client or Producer)
            .Select(span => new CallSpan(
                service,
                span.Integer("kind") ?? 0,
                span.Text("traceId") ?? "",
                span.Text("spanId") ?? "",
                span.Text("parentSpanId") ?? "",
                OtlpTraceReader.NormalizeService(span.Attribute("peer.service") ?? span.Attribute("service.peer.name")),
                span.Time("endTimeUnixNano")
            ));
    }

    /// <returns>Null if the span is no call, or if the other service is unknown. A call whose answer is in the request is counted there.</returns>
    private static ServiceCall? FindCall(
        CallSpan span,
        Dictionary<(string Trace, string Span), string> services,
        HashSet<(string Trace, string Span)> answered
    ) =>
        span.At is not { } at ? null
        : span.Kind is Server ? (services.TryGetValue((span.Trace, span.Parent), out var caller) ? new ServiceCall(caller, span.Service, at) : null)
        : span.Peer is { } peer && !answered.Contains((span.Trace, span.Id)) ? new ServiceCall(span.Service, peer, at)
        : null;

    private sealed record CallSpan(string Service, long Kind, string Trace, string Id, string Parent, string? Peer, DateTimeOffset? At);
}
