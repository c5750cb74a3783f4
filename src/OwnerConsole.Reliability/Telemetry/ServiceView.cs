using System.Text.Json;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Telemetry.Otlp;
using OwnerConsole.Reliability.Telemetry.Public;
using OwnerConsole.Reliability.Telemetry.Resources.Public;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Requests in the last hour, of a service or of one of its routes.</summary>
/// <param name="PerMinute">Requests per minute.</param>
/// <param name="ErrorRate">Share of the requests that failed, in percent; null if there were none.</param>
/// <param name="AverageMs">Mean latency; null if there were no requests.</param>
/// <param name="P95Ms">95% of the requests took at most this long, off by at most 10%; null if there were none.</param>
public sealed record RequestFigures(decimal PerMinute, decimal? ErrorRate, int? AverageMs, int? P95Ms)
{
    internal static readonly RequestFigures None = new(0, null, null, null);
}

/// <summary>A service that sends telemetry.</summary>
/// <param name="Name">Its service.name.</param>
/// <param name="LastHour">Its requests in the last hour.</param>
/// <param name="Trend">Number of requests in each of the last 24 hours, oldest first; the current one is incomplete.</param>
/// <param name="LogErrors">Number of log records with the severity error or fatal in the last 24 hours.</param>
public sealed record ServiceView(string Name, RequestFigures LastHour, IReadOnlyList<long> Trend, long LogErrors);

/// <summary>A service with its routes, failed requests, logs, metrics and replicas.</summary>
/// <param name="Service">The service with its requests.</param>
/// <param name="Hours">Requests in each of the last 24 hours, oldest first.</param>
/// <param name="Routes">Its routes, the one with most requests in the last hour first.</param>
/// <param name="Failures">The last 20 failed requests, newest first.</param>
/// <param name="Logs">Number of log records in the last 24 hours by severity, the most serious first.</param>
/// <param name="Metrics">Last values of its first 200 metrics, by name.</param>
/// <param name="Range">Period of the trends.</param>
/// <param name="Resources">CPU, memory and disk of all replicas in the period.</param>
/// <param name="Replicas">Processes, containers or machines with values in the last day, by name.</param>
/// <param name="SilentSince">Time of the last value of CPU, memory or disk, if older than 15 minutes; null while they are reported, and without any.</param>
public sealed record ServiceDetails(
    ServiceView Service,
    IReadOnlyList<ServiceHour> Hours,
    IReadOnlyList<ServiceRoute> Routes,
    IReadOnlyList<FailedRequest> Failures,
    IReadOnlyList<LogCount> Logs,
    IReadOnlyList<ServiceMetric> Metrics,
    TrendRange Range,
    IReadOnlyList<ResourceTrend> Resources,
    IReadOnlyList<ReplicaView> Replicas,
    DateTimeOffset? SilentSince
);

/// <summary>Requests of a service in an hour.</summary>
/// <param name="At">Start of the hour.</param>
/// <param name="Requests">Number of requests.</param>
/// <param name="Failed">Number of requests that failed.</param>
public sealed record ServiceHour(DateTimeOffset At, long Requests, long Failed);

/// <summary>A route of a service.</summary>
/// <param name="Name">Such as GET /classes/{id}.</param>
/// <param name="LastHour">Its requests in the last hour.</param>
public sealed record ServiceRoute(string Name, RequestFigures LastHour);

/// <summary>A failed request.</summary>
/// <param name="FailedAt">When it ended.</param>
/// <param name="Route">Route of the request, such as GET /classes/{id}.</param>
/// <param name="TraceId">ID of its trace; empty if it has none.</param>
/// <param name="SpanId">ID of its span; empty if it has none.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Message">Status, exception, or HTTP status.</param>
public sealed record FailedRequest(DateTimeOffset FailedAt, string Route, string TraceId, string SpanId, double DurationMs, string Message);

/// <summary>Number of log records with a severity.</summary>
/// <param name="Severity">How serious the records are.</param>
/// <param name="Records">Number of records in the last 24 hours.</param>
public sealed record LogCount(LogSeverity Severity, long Records);

/// <summary>A metric of a service with its last value.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Unit">Unit of the value, such as ms or By; null if it has none.</param>
/// <param name="Kind">gauge, total since the start of the process, delta since the previous value, or mean of a histogram.</param>
/// <param name="Labels">Labels by name.</param>
/// <param name="LastValue">The last value that was reported.</param>
/// <param name="LastAt">Time of the last value.</param>
public sealed record ServiceMetric(string Metric, string? Unit, SeriesKind Kind, JsonElement Labels, double LastValue, DateTimeOffset LastAt);
