using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>What tenants bought and hold.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Revenue, "Purchases and plans", LedgerRoutes.Address, LedgerRoutes.Permission, Order: 1)];

    public override IEnumerable<Panel> Panels =>
        [new("tenant.overview", LedgerRoutes.Permission, 7, (services, place, work) => services.GetRequiredService<LedgerRoutes>().Draw(place, work))];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<LedgerList>()
            .AddSingleton<IListCount>(provider => provider.GetRequiredService<LedgerList>())
            .AddSingleton<LedgerExport>()
            .AddSingleton<LedgerRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(LedgerRoutes.Address, (LedgerRoutes self, HttpContext context) => self.Show(context)).OpensAsChosen().Needs(LedgerRoutes.Permission);
        routes.MapGet(LedgerExport.Address, (LedgerExport self, HttpContext context) => self.Send(context)).Needs(LedgerRoutes.Permission);
        routes
            .MapGet("/api/v1/ledger", (LedgerRoutes self, HttpContext context) => self.List(context))
            .Says("List what all tenants bought and which plans they hold or held, the newest first.")
            .Pages()
            .Reads("q", "part of a tenant's name, contact e-mail or id; or your whole id of a purchase")
            .Reads("kind", "purchase or plan")
            .Reads("plan", "the key of the plan that was paid for or is held")
            .Reads("tenant", "one tenant's tnt_… id")
            .Reads("sort", $"{LedgerFilter.Time} for the oldest first")
            .Answers<Page<LedgerView>>()
            .Needs(LedgerRoutes.Permission);
    }
}
