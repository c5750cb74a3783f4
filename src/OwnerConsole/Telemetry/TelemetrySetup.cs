using Microsoft.Extensions.Logging.Console;
using Npgsql;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using OwnerConsole.Data.Telemetry;
using OwnerConsole.Metrics.Telemetry;

namespace OwnerConsole.Telemetry;

/// <summary>Configures the log, and OpenTelemetry if it is switched on.</summary>
internal static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        builder
            .Logging.AddConsole(console => console.FormatterName = options.IsJsonLog ? ConsoleFormatterNames.Json : LineFormatter.Style)
            .AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>()
            .AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<JsonConsoleFormatterOptions>(json => (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
        if (options.SentryDsn is { } dsn)
            builder
                .Services.AddHttpContextAccessor()
                .AddSingleton(services => new SentryReporter(
                    services.GetRequiredService<IHttpContextAccessor>(),
                    services.GetRequiredService<TimeProvider>(),
                    dsn
                ))
                .AddSingleton<ILoggerProvider>(services => services.GetRequiredService<SentryReporter>())
                .AddHostedService<SlowQueryListener>();
        if (!options.SendsOtlp && options.Metrics is null)
            return;
        builder.Configuration.AddInMemoryCollection(options.Configuration);
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => AddMetrics(metrics, options));
        builder.Services.AddHostedService<BacklogMonitor>();
        if (options.SendsOtlp)
            telemetry.WithTracing(AddSpans).WithLogging(logs => logs.AddOtlpExporter(), log => log.IncludeFormattedMessage = true);
    }

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        // Not the meter of Npgsql: it names pools by connection string, including those of connectors.
        metrics.AddMeter(ConsoleMeter.Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation();
        // Without host names: the receivers of webhooks are confidential, and each would add time series.
        metrics.AddView(
            "http.client.*",
            new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "http.connection.state", "error.type"] }
        );
        metrics.AddView("dns.lookup.duration", MetricStreamConfiguration.Drop);
        if (options.SendsOtlp)
            metrics.AddOtlpExporter();
        if (options.Metrics is not null)
            metrics.AddPrometheusExporter();
    }

    private static void AddSpans(TracerProviderBuilder spans) =>
        spans
            .AddSource(ConsoleMeter.Name)
            .AddNpgsql()
            .AddAspNetCoreInstrumentation(requests =>
                requests.Filter = context => !MetricsListener.IsForMetrics(context) && context.Request.Path.Value is not ("/healthz" or "/readyz")
            )
            .AddHttpClientInstrumentation()
            .AddProcessor(new SpanRedactor())
            .AddOtlpExporter();
}
