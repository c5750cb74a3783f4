using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Backups.Public;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Backups: storage, schedule, verification and release after a restore.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Reliability, "Backups", BackupRoutes.Address, BackupRoutes.Read, Order: 20) { Synonyms = "backup, restore, recovery" }];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(BackupAlarm.Template);
        services
            .AddSingleton<DataLossMonitor>()
            .AddSingleton(BackupSettings.Passwords)
            .AddSingleton<WalState>()
            .AddSingleton<BackupAlarm>()
            .AddSingleton<BackupRunner>()
            .AddSingleton<BackupReportReader>()
            .AddSingleton<BackupRoutes>()
            .AddSingleton<BackupExport>()
            .AddSingleton<IAttentionSource, BackupAttentionSource>()
            .AddSingleton<IHealthSource, BackupHealthSource>()
            .AddSingleton<ISetupStep, BackupSetupStep>();
        services.AddHostedService<BackupScheduler>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes) => BackupRoutes.Map(routes);
}
