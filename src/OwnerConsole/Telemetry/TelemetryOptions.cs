using System.Collections;
using System.Net;
using OwnerConsole.Commands;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Telemetry;

/// <summary>Telemetry that the console exports about itself; none by default.</summary>
/// <param name="Variables">The OTEL_* variables.</param>
/// <param name="Metrics">OWNER_CONSOLE_METRICS: separate address of <c>/metrics</c>; null if it is not served.</param>
/// <param name="IsJsonLog">Logging__Console__FormatterName=json: log entries are JSON objects.</param>
/// <param name="SentryDsn">OWNER_CONSOLE_SENTRY_DSN: Sentry project that receives the console's own errors; null if they are not sent.</param>
public sealed record TelemetryOptions(
    IReadOnlyDictionary<string, string?> Variables,
    IPEndPoint? Metrics = null,
    bool IsJsonLog = false,
    string? SentryDsn = null
)
{
    private const string DefaultServiceName = "owner-console";

    public static readonly TelemetryOptions None = new(new Dictionary<string, string?>(StringComparer.Ordinal));

    /// <summary>OTEL_EXPORTER_OTLP_ENDPOINT: sends telemetry over OTLP.</summary>
    public bool SendsOtlp => Variable("OTEL_EXPORTER_OTLP_ENDPOINT") is not null && Variable("OTEL_SDK_DISABLED") is not "true";

    /// <summary>The variables for the SDK, with the default service name.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Configuration =>
        Variable("OTEL_SERVICE_NAME") is not null || Variable("OTEL_RESOURCE_ATTRIBUTES")?.Contains("service.name=", StringComparison.Ordinal) is true
            ? Variables
            : Variables.Where(variable => variable.Key != "OTEL_SERVICE_NAME").Append(new("OTEL_SERVICE_NAME", DefaultServiceName));

    /// <exception cref="InstallationException">A value is invalid.</exception>
    public static TelemetryOptions Read(Func<string, string?> variable) =>
        new(
            Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value))
                .Where(entry => entry.Name.StartsWith("OTEL_", StringComparison.Ordinal))
                .ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
            variable("OWNER_CONSOLE_METRICS") is not { } address ? null
                : IPEndPoint.TryParse(address, out var endpoint) && endpoint.Port > 0 ? endpoint
                : throw new InstallationException($"OWNER_CONSOLE_METRICS is {address}; it must be an address and a port such as 127.0.0.1:9464."),
            variable("Logging__Console__FormatterName") switch
            {
                null or LineFormatter.Style => false,
                "json" => true,
                var name => throw new InstallationException($"Logging__Console__FormatterName is {name}; it must be line or json."),
            },
            variable("OWNER_CONSOLE_SENTRY_DSN") is not { } dsn ? null
                : IsDsn(dsn) ? dsn
                : throw new InstallationException("OWNER_CONSOLE_SENTRY_DSN is not a DSN; it must be like https://key@sentry.example.com/1.")
        );

    private static bool IsDsn(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.UserInfo.Split(':')[0].Length > 0
        && url.AbsolutePath.Split('/')[^1].Length > 0;

    private string? Variable(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
