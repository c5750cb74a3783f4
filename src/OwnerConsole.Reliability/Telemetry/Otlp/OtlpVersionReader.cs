using System.Text.Json;
using OwnerConsole.Reliability.Errors.Public;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>Reads which versions of services have sent spans or metrics, from the attributes of their resources.</summary>
internal static class OtlpVersionReader
{
    private static readonly string[] s_deviceKeys = ["device.id", "device.model.identifier", "browser.platform"];

    private static readonly string[] s_data = ["gauge", "sum", "histogram"];

    /// <returns>Each version of a service in an environment at most once per resource; empty for services without a version.</returns>
    public static IReadOnlyList<ReportedVersion> ReadTraces(JsonElement body) =>
        [
            .. body.Items("resourceSpans")
                .Select(resource => Read(resource, Items(resource, "scopeSpans", "spans").Select(span => span.Time("endTimeUnixNano"))))
                .OfType<ReportedVersion>(),
        ];

    /// <inheritdoc cref="ReadTraces"/>
    public static IReadOnlyList<ReportedVersion> ReadMetrics(JsonElement body) =>
        [
            .. body.Items("resourceMetrics")
                .Select(resource =>
                    Read(
                        resource,
                        Items(resource, "scopeMetrics", "metrics")
                            .SelectMany(metric => s_data.SelectMany(kind => metric.Member(kind).Items("dataPoints")))
                            .Select(point => point.Time("timeUnixNano"))
                    )
                )
                .OfType<ReportedVersion>(),
        ];

    private static IEnumerable<JsonElement> Items(JsonElement resource, string scopes, string items) =>
        resource.Items(scopes).SelectMany(scope => scope.Items(items));

    /// <param name="times">Times of what it has sent.</param>
    /// <returns>Null without a version or a time.</returns>
    private static ReportedVersion? Read(JsonElement resource, IEnumerable<DateTimeOffset?> times)
    {
        var attributes = resource.Member("resource");
        if (OtlpTraceReader.NormalizeService(attributes.Attribute("service.version")) is not { } version || times.Max() is not { } at)
            return null;
        var environment = attributes.Attribute("deployment.environment.name") ?? attributes.Attribute("deployment.environment"); // the older name
        return new(OtlpResource.ServiceName(resource), OtlpTraceReader.NormalizeService(environment) ?? "", version, at, IsClient(attributes));
    }

    private static bool IsClient(JsonElement attributes) =>
        attributes.Attribute("telemetry.sdk.language") is "webjs" or "swift" // SDKs that run on devices of users
        || s_deviceKeys.Any(key => attributes.Attribute(key) is not null);
}
