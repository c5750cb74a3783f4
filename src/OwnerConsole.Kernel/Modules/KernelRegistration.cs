using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Metrics.Definitions;
using OwnerConsole.Kernel.Metrics.Points;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Registers the services that all modules can use.</summary>
public static class KernelRegistration
{
    /// <param name="modules">Assemblies of the modules, with their operations and data maps.</param>
    public static IServiceCollection AddKernel(this IServiceCollection services, Connections connections, IReadOnlyList<Assembly> modules)
    {
        services.AddSingleton(_ => new Database(connections));
        services.AddSingleton<IdGenerator>();
        services.AddSingleton<LogWriter>();
        services.AddSingleton<LogQuery>();
        services.AddSingleton<LogLineReader>().AddSingleton<LogKey>().AddSingleton<LogVerifier>().AddSingleton<LogExport>().AddSingleton<LogAlerts>();
        services.AddSingleton<LogPruner>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<LogPruner>());
        services.AddSingleton(provider => new OperationCatalogue(modules, provider.GetRequiredService<DeclarationCache>(), provider));
        services.AddSingleton(provider => new Lazy<OperationCatalogue>(provider.GetRequiredService<OperationCatalogue>)); // for operations, which the catalogue itself creates
        services
            .AddSingleton<ApplicationTasks>()
            .AddSingleton<TaskMessages>()
            .AddSingleton<TaskPreviews>()
            .AddSingleton<TaskCallbacks>()
            .AddSingleton<TaskClaims>()
            .AddSingleton<IWorkHandler, TaskMonitor>();
        services
            .AddSingleton<DeclaredMeters>()
            .AddSingleton<DeclarationWriter>()
            .AddSingleton<DeclarationCache>()
            .AddHostedService(provider => provider.GetRequiredService<DeclarationCache>());
        services.AddSingleton<DenialExplainer>().AddSingleton<InputFields>().AddSingleton<InputSecrets>();
        services.AddSingleton<SubjectResolver>().AddSingleton<Segments>();
        services.AddSingleton<Previews>();
        services.AddSingleton<Runs>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<Runner>();
        services.AddSingleton<RunApprovals>();
        services.AddSingleton(ApprovalEmails.RequestTemplate).AddSingleton(ApprovalEmails.DecisionTemplate).AddSingleton<ApprovalEmails>();
        services.AddSingleton<RunCompletion>();
        services.AddSingleton<IWorkHandler, RunWorkHandler>().AddSingleton<IWorkHandler, DemoEraser>();
        services.AddSingleton<IMetricSource, TenantMetrics>().AddSingleton<IMetricSource, MemberMetrics>().AddSingleton<IMetricSource, SessionMetrics>();
        services.AddSingleton<IMetricSource, UsageMetrics>().AddSingleton<IMetricSource, PlanItemMetrics>().AddSingleton<IMetricSource, TrialMetrics>();
        services.AddSingleton<MetricCatalogue>().AddSingleton<MetricExecutor>().AddSingleton<MetricRows>();
        services.AddSingleton<IWorkHandler, PointBackfillWorker>().AddSingleton<TodayCache>().AddSingleton<IWorkHandler, TodayRefresher>();
        services.AddSingleton<TenantReports>();
        services.AddSingleton<MemberReports>();
        services.AddSingleton<SubjectReports>();
        services.AddSingleton<EventUpkeep>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<EventUpkeep>());
        services.AddSingleton<Meters>().AddSingleton<EventIntake>().AddHostedService(provider => provider.GetRequiredService<EventIntake>());
        services.AddSingleton<IWorkHandler, DeadLetterReplayer>();
        services.AddSingleton<EventProjection>().AddSingleton<SessionBuckets>().AddSingleton<SessionTimeouts>().AddSingleton<EventReprojection>();
        services.AddSingleton<MeterCounters>().AddSingleton<SparklineCache>();
        services.AddHostedService<EventProjector>();
        services.AddSingleton<StatusCounts>().AddHostedService(provider => provider.GetRequiredService<StatusCounts>());
        services.AddSingleton<LogTail>().AddHostedService(provider => provider.GetRequiredService<LogTail>());
        services.AddSingleton<Collations>().AddSingleton<VocabularyCache>();
        services.AddSingleton<ClockMonitor>().AddHostedService(provider => provider.GetRequiredService<ClockMonitor>());
        services.AddSingleton(LogKey.PrivateKeyColumn).AddSingleton(EmailOutbox.SecretColumn);
        foreach (var column in ApplicationTasks.EncryptedColumns)
            services.AddSingleton(column);
        services.AddHostedService<KeyRingRefresher>();
        services.AddSingleton<KeyUses>().AddSingleton<SecretReencryptor>();
        services.AddSingleton<KeyUpkeep>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<KeyUpkeep>());
        services.AddSingleton<NotificationListener>().AddHostedService(provider => provider.GetRequiredService<NotificationListener>());
        services.AddSingleton<LogStream>();
        services.AddHostedService<Sequencer>();
        services.AddHostedService<LogSigner>();
        services.AddHostedService<LaneWorker>();
        services.AddHostedService<LogReader>();
        services.AddSingleton(new DataMap(modules)).AddSingleton<Anonymiser>();
        services.AddSingleton<IEraser, TenantEraser>().AddSingleton<IEraser, MemberEraser>();
        services.AddSingleton<Restores>().AddSingleton<ErasureLedger>().AddHostedService<ErasureReplicator>();
        services.AddSingleton<PortalAccess>().AddSingleton<PortalFramePolicy>().AddSingleton<IWorkHandler, PortalUpkeep>();
        services.AddSingleton<EmailOutbox>().AddSingleton<IWorkHandler, EmailRetention>();
        services.AddSingleton<InputExpiry>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<InputExpiry>());
        return services;
    }
}
