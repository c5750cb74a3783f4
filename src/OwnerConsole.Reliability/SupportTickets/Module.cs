using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Tickets;
using OwnerConsole.Reliability.SupportTickets.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Support tickets that the owner's help desk reports: times, priority and link, from which SLAs about support are measured.</summary>
public sealed class Module : Kernel.Modules.Module
{
    /// <summary>Open tickets that the page of a tenant shows.</summary>
    private const int MaxOpen = 5;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Support tickets", SupportTicketRoutes.Address, SupportTicketRoutes.Read, 5)
            {
                Synonyms = "help desk, Zendesk, Intercom, Zammad, first reply, response time, resolution time",
            },
        ];

    public override IEnumerable<Panel> Panels => [new("tenant.overview", SupportTicketRoutes.Read, 46, Draw)];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton(SupportTicketExportPart.Tickets)
            .AddSingleton<SupportTicketIntake>()
            .AddSingleton<SupportTicketRoutes>()
            .AddSingleton<SupportTicketExport>()
            .AddRetention<SupportTicketRetention>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => SupportTicketRoutes.Map(routes);

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (place.Caller.IsScoped)
            return _ => { };
        var open = await SupportTicketList.Find(new(await Modes.Of(place.Id, work), TenantId: place.Id, State: TicketState.Open, Limit: MaxOpen), work);
        if (open.Data.Count == 0)
            return _ => { };
        return PageResult.Of<OpenTicketsPanel>((nameof(OpenTicketsPanel.Tickets), open.Data), (nameof(OpenTicketsPanel.TenantId), place.Id));
    }
}
