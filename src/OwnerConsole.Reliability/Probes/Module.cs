using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Reliability.Probes.Checks;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Probes: regular checks of services, and the Health page.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Health", ProbeRoutes.Address, ProbeRoutes.Read, 1)
            {
                Synonyms = "uptime, monitoring, probes, status, heartbeat, ping, certificate, bucket, Prometheus, CPU, memory",
            },
        ];

    public override IEnumerable<Setting> Settings => [ProbeRetention.KeepDays];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(Probe.Secrets);
        services
            .AddSingleton<ProbeNetwork>()
            .AddSingleton<ProbeHttp>()
            .AddSingleton<TlsCheck>()
            .AddSingleton<IProbeCheck>(provider => provider.GetRequiredService<TlsCheck>())
            .AddSingleton<IProbeCheck, HttpCheck>()
            .AddSingleton<IProbeCheck, TcpCheck>()
            .AddSingleton<IProbeCheck, DnsCheck>()
            .AddSingleton<IProbeCheck, PostgresqlCheck>()
            .AddSingleton<IProbeCheck, RedisCheck>()
            .AddSingleton<IProbeCheck, SmtpCheck>()
            .AddSingleton<IProbeCheck, StatusPageCheck>()
            .AddSingleton<IProbeCheck, S3Check>()
            .AddSingleton<IProbeCheck, PrometheusCheck>();
        services.AddSingleton<ProbeResults>().AddSingleton<IWorkHandler, ProbeRunner>().AddRetention<ProbeRetention>();
        services.AddSingleton<HealthReader>().AddSingleton<ActiveUserTrends>().AddSingleton<SourceTrends>();
        services.AddSingleton<PartRoutes>().AddSingleton<IHealthSource, DatabaseHealthSource>();
        services
            .AddSingleton<DatabaseSize>()
            .AddSingleton<IWorkHandler, StorageSampler>()
            .AddSingleton<IWorkHandler, PartSampler>()
            .AddSingleton<IHealthNumberSource, ActiveUserNumbers>()
            .AddSingleton<IHealthNumberSource, StorageNumbers>()
            .AddSingleton<IWatchedNumberSource, WatchedStorage>();
        services
            .AddSingleton<ProbeRoutes>()
            .AddSingleton<HeartbeatRoutes>()
            .AddSingleton<IFinder, ProbeFinder>()
            .AddSingleton<IAttentionSource, ProbeAttentionSource>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        ProbeRoutes.Map(routes);
        PartRoutes.Map(routes);
        HeartbeatRoutes.Map(routes);
    }
}
