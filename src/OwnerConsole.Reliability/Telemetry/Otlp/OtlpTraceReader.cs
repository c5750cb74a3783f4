using System.Globalization;
using System.Text.Json;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>A request that a service has answered, or a message that it has processed.</summary>
/// <param name="Route">Such as GET /classes/{id}.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Failure">Null if it succeeded.</param>
public sealed record RequestSpan(string Service, string Route, DateTimeOffset EndedAt, double DurationMs, SpanFailure? Failure)
{
    /// <summary>ID of the tenant as reported, <c>tnt_…</c> or that of the application; null if the request names none.</summary>
    public string? Tenant { get; init; }
}

/// <summary>Why a request has failed.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
/// <param name="Message">Status, exception, or HTTP status.</param>
public sealed record SpanFailure(string TraceId, string SpanId, string Message);

/// <summary>A call of another service.</summary>
/// <param name="Service">Service that calls.</param>
/// <param name="Called">Service that is called.</param>
public sealed record ServiceCall(string Service, string Called, DateTimeOffset At);

/// <summary>The requests in an OTLP request with traces.</summary>
/// <param name="Calls">Calls between different services, as far as the spans name both.</param>
/// <param name="Rejected">Number of spans without a valid time or name.</param>
public sealed record TraceReading(IReadOnlyList<RequestSpan> Requests, IReadOnlyList<ServiceCall> Calls, int Rejected);

/// <summary>Reads requests from spans. Spans inside of a service are ignored.</summary>
public static class OtlpTraceReader
{
    private const int Server = 2,
        Consumer = 5,
        ErrorStatus = 2;

    private const int MaxService = 100,
        MaxRoute = 200,
        MaxTenant = 200,
        MaxMessage = 300;

    public static TraceReading Read(JsonElement body)
    {
        var (requests, rejected) = (new List<RequestSpan>(), 0);
        foreach (var resource in body.Items("resourceSpans"))
        {
            var (service, tenant) = (OtlpResource.ServiceName(resource), Tenant(resource.Member("resource")));
            foreach (var span in resource.Items("scopeSpans").SelectMany(scope => scope.Items("spans")))
                if (span.Integer("kind") is not (Server or Consumer))
                    continue;
                else if (Read(service, span) is { } request)
                    requests.Add(request with { Tenant = Tenant(span) ?? tenant });
                else
                    rejected++;
        }
        return new(requests, OtlpCallReader.Read(body), rejected);
    }

    /// <returns>One line of at most 100 characters, without secrets; null if the name is missing or blank.</returns>
    internal static string? NormalizeService(string? name)
    {
        var line = string.Concat((name ?? "").Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        var text = SecretScrubber.Text(line, MaxService);
        var kept = text.Length <= MaxService ? text : SecretScrubber.Text(line, MaxService - 1); // with an ellipsis
        return kept.Length > 0 ? kept : null;
    }

    /// <returns>The tenant that a span or a resource names; null without one. Longer texts are no IDs.</returns>
    private static string? Tenant(JsonElement of) =>
        (of.Attribute("tenant.id") ?? of.Attribute("tenant"))?.Trim() is { Length: > 0 and <= MaxTenant } name && !name.Contains('\0', StringComparison.Ordinal)
            ? name
            : null;

    private static RequestSpan? Read(string service, JsonElement span)
    {
        if (span.Time("startTimeUnixNano") is not { } started || span.Time("endTimeUnixNano") is not { } ended || ended < started)
            return null;
        var status = span.Attribute("http.response.status_code") ?? span.Attribute("http.status_code");
        var hasFailed =
            span.Member("status").Integer("code") == ErrorStatus
            || (int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code >= 500);
        return new(service, Route(span), ended, (ended - started).TotalMilliseconds, hasFailed ? Failure(span, status) : null);
    }

    /// <summary>The route, not the address, because addresses contain ids. Without a route, the name of the span without numbers.</summary>
    private static string Route(JsonElement span)
    {
        var method = span.Attribute("http.request.method") ?? span.Attribute("http.method");
        var route =
            span.Attribute("http.route") is { Length: > 0 } path ? (method is null ? path : $"{method} {path}")
            : span.Attribute("rpc.method") is { Length: > 0 } call ? $"{span.Attribute("rpc.service")}/{call}".TrimStart('/')
            : span.Attribute("messaging.destination.name") is { Length: > 0 } queue ? $"consume {ErrorFingerprint.WithoutNumbers(queue)}"
            : ErrorFingerprint.WithoutNumbers(span.Text("name") ?? "").Split('?', 2)[0];
        return SecretScrubber.Text(route, MaxRoute) is { Length: > 0 } text ? text : "unnamed";
    }

    private static SpanFailure Failure(JsonElement span, string? status)
    {
        var exception = span.Items("events").LastOrDefault(one => one.Text("name") == "exception");
        var thrown = string.Join(": ", new[] { exception.Attribute("exception.type"), exception.Attribute("exception.message") }.OfType<string>());
        var message =
            thrown.Length > 0 ? thrown
            : span.Member("status").Text("message") is { Length: > 0 } said ? said
            : status is not null ? $"HTTP status {status}"
            : "The request has failed.";
        return new(Id(span, "traceId"), Id(span, "spanId"), SecretScrubber.Text(message, MaxMessage));
    }

    private static string Id(JsonElement span, string name) =>
        span.Text(name) is { Length: > 0 and <= 32 } id && id.All(char.IsAsciiHexDigit) ? id.ToLowerInvariant() : "";
}
