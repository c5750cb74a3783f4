using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Reliability.Telemetry.Public;
using OwnerConsole.Reliability.Telemetry.Traffic.Public;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Requests, logs and metrics that services send with OpenTelemetry.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Services", ServiceRoutes.Address, ServiceRoutes.Read, 5)
            {
                Synonyms = "telemetry, OpenTelemetry, OTLP, traces, latency, response time, error rate, requests, throughput",
            },
        ];

    public override IEnumerable<Setting> Settings => [TelemetryRetention.KeepDays];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<RequestIntake>()
            .AddSingleton<LogIntake>()
            .AddSingleton<MetricIntake>()
            .AddSingleton<ScrapedMetrics>()
            .AddSingleton<CallIntake>()
            .AddSingleton<OtlpRoutes>()
            .AddSingleton<ServiceRoutes>()
            .AddSingleton<IHealthNumberSource, RequestNumbers>()
            .AddSingleton<RequestTrends>()
            .AddSingleton<IHealthNumberSource, ResourceNumbers>()
            .AddSingleton<IWatchedNumberSource, WatchedResources>()
            .AddSingleton<IProcessMetrics, HeartbeatMetrics>()
            .AddRetention<TelemetryRetention>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        OtlpRoutes.Map(routes);
        ServiceRoutes.Map(routes);
    }
}
