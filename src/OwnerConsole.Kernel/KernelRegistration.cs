using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel;

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
            .AddSingleton<DeclarationWriter>()
            .AddSingleton<DeclarationCache>()
            .AddHostedService(provider => provider.GetRequiredService<DeclarationCache>());
        services.AddSingleton<InputFields>().AddSingleton<InputSecrets>();
        services.AddSingleton<SubjectResolver>().AddSingleton<Segments>();
        services.AddSingleton<Previews>().AddSingleton<OperationAvailability>().AddSingleton<OperationForms>().AddSingleton<PreviewRevenue>();
        services.AddSingleton<Runs>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<Runner>();
        services.AddSingleton<RunApprovals>();
        services.AddSingleton(ApprovalEmails.RequestTemplate).AddSingleton(ApprovalEmails.DecisionTemplate).AddSingleton<ApprovalEmails>();
        services.AddSingleton<RunCompletion>().AddSingleton<RunSecrets>();
        services.AddSingleton<IWorkHandler, RunWorkHandler>().AddSingleton<IWorkHandler, DemoEraser>();
        services.AddSingleton<TenantReports>();
        services.AddSingleton<MemberReports>();
        services.AddSingleton<SubjectReports>();
        services.AddSingleton<StatusCounts>().AddHostedService(provider => provider.GetRequiredService<StatusCounts>());
        services.AddSingleton<TenantPriorities>().AddHostedService(provider => provider.GetRequiredService<TenantPriorities>());
        services.AddSingleton<LogTail>().AddHostedService(provider => provider.GetRequiredService<LogTail>());
        services.AddSingleton<Collations>().AddSingleton<VocabularyCache>();
        services.AddSingleton<ClockMonitor>().AddHostedService(provider => provider.GetRequiredService<ClockMonitor>());
        services.AddSingleton(LogKey.PrivateKeyColumn).AddSingleton(EmailOutbox.SecretColumn).AddSingleton(RunSecrets.Column);
        foreach (var column in ApplicationTasks.EncryptedColumns)
            services.AddSingleton(column);
        services.AddHostedService<KeyRingRefresher>();
        services.AddSingleton<AttentionCache>();
        services.AddSingleton<NotificationListener>().AddHostedService(provider => provider.GetRequiredService<NotificationListener>());
        services.AddSingleton<LogStream>();
        services.AddHostedService<Sequencer>();
        services.AddHostedService<LogSigner>();
        services.AddSingleton<JobDurations>().AddSingleton<JobDurationWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<JobDurationWriter>()).AddHostedService<LaneWorker>();
        services.AddHostedService<LogReader>();
        services.AddSingleton<Anonymiser>();
        services.AddSingleton<IEraser, TenantEraser>().AddSingleton<IEraser, MemberEraser>();
        services.AddSingleton<Restores>().AddSingleton<ErasureLedger>().AddHostedService<ErasureReplicator>();
        services.AddSingleton<EmailOutbox>().AddRetention<EmailRetention>();
        services.AddSingleton<InputExpiry>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<InputExpiry>());
        return services;
    }
}
