using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Metrics.Definitions;
using OwnerConsole.Kernel.Metrics.Points;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Registers the services that all modules can use.</summary>
public static class KernelServices
{
    /// <param name="operations">Assemblies to search for operations.</param>
    public static IServiceCollection AddKernel(this IServiceCollection services, Connections connections, IReadOnlyList<Assembly> operations)
    {
        services.AddSingleton(_ => new Database(connections));
        services.AddSingleton<IdSource>();
        services.AddSingleton<Logbook>();
        services.AddSingleton<LogQuery>();
        services.AddSingleton<LogLines>().AddSingleton<LogKey>().AddSingleton<LogProof>().AddSingleton<LogExport>().AddSingleton<LogAlerts>();
        services.AddSingleton<LogPruner>().AddSingleton<IWorkKind>(provider => provider.GetRequiredService<LogPruner>());
        services.AddSingleton(provider => new Catalogue(operations, provider.GetRequiredService<Declarations>(), provider));
        services.AddSingleton(provider => new Lazy<Catalogue>(provider.GetRequiredService<Catalogue>)); // for operations, which the catalogue itself creates
        services
            .AddSingleton<Tasks>()
            .AddSingleton<TaskMessages>()
            .AddSingleton<TaskPreviews>()
            .AddSingleton<TaskAnswers>()
            .AddSingleton<TaskClaims>()
            .AddSingleton<IWorkKind, TaskKeeper>();
        services
            .AddSingleton<DeclaredMeters>()
            .AddSingleton<Declaring>()
            .AddSingleton<Declarations>()
            .AddHostedService(provider => provider.GetRequiredService<Declarations>());
        services.AddSingleton<Denials>().AddSingleton<InputFields>().AddSingleton<InputSecrets>();
        services.AddSingleton<Subjects>().AddSingleton<Segments>();
        services.AddSingleton<Previews>();
        services.AddSingleton<Runs>();
        services.AddSingleton<Carrying>();
        services.AddSingleton<Starting>();
        services.AddSingleton<Runner>();
        services.AddSingleton<Verdicts>();
        services.AddSingleton(ApprovalLetters.Waits).AddSingleton(ApprovalLetters.Decided).AddSingleton<ApprovalLetters>();
        services.AddSingleton<Settling>();
        services.AddSingleton<IWorkKind, RunWork>().AddSingleton<IWorkKind, DemoErasing>();
        services.AddSingleton<IMetrics, TenantMetrics>().AddSingleton<IMetrics, MemberMetrics>().AddSingleton<IMetrics, SessionMetrics>();
        services.AddSingleton<IMetrics, UsageMetrics>().AddSingleton<IMetrics, PlanItemMetrics>().AddSingleton<IMetrics, TrialMetrics>();
        services.AddSingleton<MetricCatalogue>().AddSingleton<MetricExecutor>().AddSingleton<MetricRows>();
        services.AddSingleton<IWorkKind, PointKeeper>().AddSingleton<Today>().AddSingleton<IWorkKind, TodayKeeper>();
        services.AddSingleton<TenantReports>();
        services.AddSingleton<MemberReports>();
        services.AddSingleton<SubjectReports>();
        services.AddSingleton<EventUpkeep>().AddSingleton<IWorkKind>(provider => provider.GetRequiredService<EventUpkeep>());
        services.AddSingleton<Meters>().AddSingleton<EventIntake>().AddHostedService(provider => provider.GetRequiredService<EventIntake>());
        services.AddSingleton<IWorkKind, Retaking>();
        services.AddSingleton<Folder>().AddSingleton<SessionBuckets>().AddSingleton<SessionLimits>().AddSingleton<Recounting>();
        services.AddSingleton<MeterCounters>().AddSingleton<LineKeeper>();
        services.AddHostedService<Folding>();
        services.AddSingleton<StatusCounts>().AddHostedService(provider => provider.GetRequiredService<StatusCounts>());
        services.AddSingleton<LogTail>().AddHostedService(provider => provider.GetRequiredService<LogTail>());
        services.AddSingleton<Collations>().AddSingleton<Vocabulary>();
        services.AddSingleton<ClockWatch>().AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddSingleton(LogKey.Stored).AddSingleton(Outbox.Secrets);
        foreach (var column in Tasks.Secrets)
            services.AddSingleton(column);
        services.AddHostedService<KeyRingWatch>();
        services.AddSingleton<KeyUses>().AddSingleton<Resealing>();
        services.AddSingleton<KeyUpkeep>().AddSingleton<IWorkKind>(provider => provider.GetRequiredService<KeyUpkeep>());
        services.AddSingleton<Notices>().AddHostedService(provider => provider.GetRequiredService<Notices>());
        services.AddSingleton<LogStream>();
        services.AddHostedService<Sequencer>();
        services.AddHostedService<Notary>();
        services.AddHostedService<LaneWorker>();
        services.AddHostedService<LogReader>();
        services.AddSingleton<IErasing, AnonymisedTenants>().AddSingleton<IErasing, AnonymisedMembers>();
        services.AddSingleton<Restores>().AddSingleton<Erasures>().AddHostedService<ErasureCopying>();
        services.AddSingleton<PortalDoor>().AddSingleton<PortalFrames>().AddSingleton<IWorkKind, PortalUpkeep>();
        services.AddSingleton<Outbox>().AddSingleton<IWorkKind, LetterForgetting>();
        services.AddSingleton<Forgetting>().AddSingleton<IWorkKind>(provider => provider.GetRequiredService<Forgetting>());
        return services;
    }
}
