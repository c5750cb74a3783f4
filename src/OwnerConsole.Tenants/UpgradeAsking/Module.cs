using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.UpgradeAsking.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.UpgradeAsking;

/// <summary>Portal pages to request another plan, follow the request and cancel it.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels =>
        [
            new(
                "portal.plan",
                PortalDoor.UpgradeRequest,
                2,
                async (_, place, work) => Page.Of<RequestsPanel>((nameof(RequestsPanel.Facts), await AskFacts.Load(place.Id, work)))
            ),
        ];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<AskRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(AskRoutes.Address, (AskRoutes self, HttpContext context) => self.Show(context)).InPortal(PortalDoor.UpgradeRequest);
        routes.MapPost(AskRoutes.Address, (AskRoutes self, HttpContext context) => self.Ask(context)).InPortal(PortalDoor.UpgradeRequest);
        routes
            .MapPost(AskRoutes.Address + "/{id}/cancel", (AskRoutes self, HttpContext context, string id) => self.Cancel(context, id))
            .InPortal(PortalDoor.UpgradeRequest);
    }
}
