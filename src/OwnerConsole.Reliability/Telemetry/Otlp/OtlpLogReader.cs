using System.Text.Json;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>How serious a log record is.</summary>
public enum LogSeverity
{
    Trace,
    Debug,
    Info,
    Warning,
    Error,
    Fatal,
}

/// <summary>A log record, of which only the severity is kept.</summary>
/// <param name="At">Null if it has no time.</param>
public sealed record LogEvent(string Service, LogSeverity Severity, DateTimeOffset? At);

/// <summary>Reads the severities of log records.</summary>
public static class OtlpLogReader
{
    public static IReadOnlyList<LogEvent> Read(JsonElement body) =>
        [
            .. body.Items("resourceLogs")
                .SelectMany(resource =>
                {
                    var service = OtlpResource.ServiceName(resource);
                    return resource
                        .Items("scopeLogs")
                        .SelectMany(scope => scope.Items("logRecords"))
                        .Select(record => new LogEvent(
                            service,
                            Severity(record.Integer("severityNumber") ?? 0),
                            record.Time("timeUnixNano") ?? record.Time("observedTimeUnixNano")
                        ));
                }),
        ];

    /// <summary>Each severity has four numbers: 1 to 4 are trace, and so on.</summary>
    private static LogSeverity Severity(long number) =>
        number switch
        {
            < 1 => LogSeverity.Info, // not set
            <= 4 => LogSeverity.Trace,
            <= 8 => LogSeverity.Debug,
            <= 12 => LogSeverity.Info,
            <= 16 => LogSeverity.Warning,
            <= 20 => LogSeverity.Error,
            _ => LogSeverity.Fatal,
        };
}
