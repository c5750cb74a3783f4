using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>The ledger: purchases and plans of all tenants.</summary>
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
            .Says("List purchases and current and past plans of all tenants, newest first.")
            .Pages()
            .Reads("q", "Part of a tenant's name, contact email or ID, or your complete ID of a purchase.")
            .Reads("kind", "Kind of row: purchase or plan.")
            .Reads("plan", "Key of the purchased or current plan.")
            .Reads("tenant", "ID of a tenant (tnt_…).")
            .Reads("sort", $"{LedgerFilter.Time} to list the oldest first.")
            .Answers<Page<LedgerView>>()
            .Needs(LedgerRoutes.Permission);
    }
}
