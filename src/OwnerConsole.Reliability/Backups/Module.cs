using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Backups.Public;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Backups: storage, schedule, verification and release after a restore.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Reliability, "Backups", BackupRoutes.Address, BackupRoutes.Read, Order: 20)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(BackupAlarm.Template);
        services
            .AddSingleton<Losses>()
            .AddSingleton(BackupSettings.Passwords)
            .AddSingleton<WalState>()
            .AddSingleton<BackupAlarm>()
            .AddSingleton<Rounds>()
            .AddSingleton<BackupLook>()
            .AddSingleton<BackupRoutes>()
            .AddSingleton<BackupExport>()
            .AddSingleton<INeeds, BackupNeeds>();
        services.AddHostedService<Keeper>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes) => BackupRoutes.Map(routes);
}
