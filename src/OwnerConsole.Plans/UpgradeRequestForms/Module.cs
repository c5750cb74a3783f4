using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.UpgradeRequestForms.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.UpgradeRequestForms;

/// <summary>Portal pages to request another plan, follow the request and cancel it.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels =>
        [
            new(
                "portal.plan",
                PortalAccess.UpgradeRequest,
                2,
                async (_, place, work) =>
                    PageResult.Of<UpgradeRequestsPanel>((nameof(UpgradeRequestsPanel.Facts), await UpgradeRequestPageModel.Load(place.Id, work)))
            ),
        ];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<UpgradeRequestRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(UpgradeRequestRoutes.Address, (UpgradeRequestRoutes self, HttpContext context) => self.Show(context))
            .RequirePortalScope(PortalAccess.UpgradeRequest);
        routes
            .MapPost(UpgradeRequestRoutes.Address, (UpgradeRequestRoutes self, HttpContext context) => self.Submit(context))
            .RequirePortalScope(PortalAccess.UpgradeRequest);
        routes
            .MapPost(UpgradeRequestRoutes.Address + "/{id}/cancel", (UpgradeRequestRoutes self, HttpContext context, string id) => self.Cancel(context, id))
            .RequirePortalScope(PortalAccess.UpgradeRequest);
    }
}
