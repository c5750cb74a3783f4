using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Definitions;
using OwnerConsole.Metrics.Digests;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Metrics.Points;

namespace OwnerConsole.Metrics;

/// <summary>Registers the services that ingest events and calculate metrics.</summary>
public static class MetricsRegistration
{
    public static IServiceCollection AddIngestAndMetrics(this IServiceCollection services)
    {
        services.AddSingleton<IMetricSource, TenantMetrics>().AddSingleton<IMetricSource, MemberMetrics>().AddSingleton<IMetricSource, SessionMetrics>();
        services.AddSingleton<IMetricSource, UsageMetrics>().AddSingleton<IMetricSource, PlanItemMetrics>().AddSingleton<IMetricSource, TrialMetrics>();
        services.AddSingleton<MetricCatalogue>().AddSingleton<MetricExecutor>().AddSingleton<MetricRows>();
        services.AddSingleton<MetricDigests>().AddSingleton<MetricDigestCache>();
        services.AddSingleton<IWorkHandler, PointBackfillWorker>().AddSingleton<TodayCache>().AddSingleton<IWorkHandler, TodayRefresher>();
        services.AddSingleton<EventUpkeep>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<EventUpkeep>());
        services.AddSingleton<Meters>().AddSingleton<EventIntake>().AddHostedService(provider => provider.GetRequiredService<EventIntake>());
        services.AddSingleton<IWorkHandler, DeadLetterReplayer>().AddRetention<DeadLetterRetention>();
        services.AddSingleton<EventProjection>().AddSingleton<SessionBuckets>().AddSingleton<SessionTimeouts>().AddSingleton<EventReprojection>();
        services.AddSingleton<MeterCounters>().AddSingleton<SparklineCache>();
        services.AddHostedService<EventProjector>();
        services.AddSingleton<IMeterDeclarations, DeclaredMeters>();
        foreach (var rule in EventAnonymisationSql.Rules)
            services.AddSingleton(rule);
        return services;
    }
}
