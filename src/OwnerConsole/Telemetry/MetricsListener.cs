using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OwnerConsole.Telemetry;

/// <summary>Serves <c>/metrics</c> on its own address and nothing else there. Other addresses don't have it.</summary>
internal static class MetricsListener
{
    private const string Mark = "metrics";

    /// <summary>Listens on the address without TLS, as Prometheus exporters do.</summary>
    public static void ListenForMetrics(this KestrelServerOptions kestrel, TelemetryOptions telemetry)
    {
        if (telemetry.Metrics is { } address)
            kestrel.Listen(
                address,
                listen =>
                    listen.Use(next =>
                        connection =>
                        {
                            connection.Items[Mark] = true;
                            return next(connection);
                        }
                    )
            );
    }

    /// <summary>The connection decides, not the port: a proxy or a container can map ports, and the Host header is the client's choice.</summary>
    public static bool IsForMetrics(HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Mark) is true;

    /// <summary>Answers requests to the separate address before anything else can.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<HostOptions>().Telemetry.Metrics is not null)
            app.MapWhen(
                IsForMetrics,
                metrics =>
                    metrics
                        .Use(
                            (context, next) =>
                            {
                                if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                                    return next(context);
                                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                                context.Response.Headers.Allow = "GET, HEAD";
                                return Task.CompletedTask;
                            }
                        )
                        .UseOpenTelemetryPrometheusScrapingEndpoint()
            );
    }
}
