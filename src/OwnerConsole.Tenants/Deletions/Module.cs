using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Deletions.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Deletion of tenants: scheduled with a waiting period, executed by the application and the console, with evidence of each step.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Tenants, "Deletions", DeletionRoutes.Address, DeletionRoutes.Read, Order: 50) { Synonyms = "erased, offboarding" }];

    public override IEnumerable<Panel> Panels =>
        [new("tenant.head", DeletionRoutes.Read, 5, DrawBadge), new("tenant.overview", DeletionRoutes.Read, 1, DrawPanel)];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                DeletionMessages.ScheduledEvent,
                "A tenant is scheduled for deletion. Its data is erased after the waiting period.",
                EventSubject.Tenant,
                new { }
            ),
            EventKind.Of(DeletionMessages.CancelledEvent, "The scheduled deletion of a tenant was cancelled.", EventSubject.Tenant, new { }),
            EventKind.Of(DeletionMessages.DeletedEvent, "A tenant was deleted after its waiting period.", EventSubject.Tenant, new { }),
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<DeletionLog>()
            .AddSingleton<DeletionRequests>()
            .AddSingleton<DeletionSteps>()
            .AddSingleton<DeletionRoutes>()
            .AddSingleton<IWorkHandler, DeletionExecutor>()
            .AddSingleton<InactiveTenantScheduler>()
            // The scheduler runs operations, and the operations that change policies need all policies.
            .AddSingleton(provider => new Lazy<InactiveTenantScheduler>(provider.GetRequiredService<InactiveTenantScheduler>))
            .AddRetention<InactiveTenantRetention>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => DeletionRoutes.Map(routes);

    private static async Task<RenderFragment> DrawBadge(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        await DeletionView.Find(place.Id, work) is { } deletion
            ? PageResult.Of<DeletionBadge>((nameof(DeletionBadge.State), deletion.State), (nameof(DeletionBadge.DueAt), (DateTimeOffset?)deletion.DueAt))
            : _ => { };

    /// <summary>Draws nothing if the tenant isn't scheduled for deletion.</summary>
    private static async Task<RenderFragment> DrawPanel(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        await DeletionView.Find(place.Id, work) is { } deletion
            ? PageResult.Of<DeletionPanel>(
                (nameof(DeletionPanel.Deletion), deletion),
                (nameof(DeletionPanel.LastExportAt), await DeletionView.FindLastExport(place.Id, work)),
                (nameof(DeletionPanel.CanExport), services.GetRequiredService<OperationCatalogue>().Can(place.Caller, ConsoleTasks.Export)),
                (nameof(DeletionPanel.Place), place),
                (nameof(DeletionPanel.Names), await SentenceRenderer.For(new[] { deletion.ScheduledBy }.OfType<string>(), work))
            )
            : _ => { };
}
