using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>The ledger: purchases and plans of all tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Revenue, "Purchases and plans", LedgerRoutes.Address, LedgerRoutes.Permission, Order: 1)
            {
                Synonyms = "billing, invoice, payments, subscriptions, stripe, orders",
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [new("tenant.overview", LedgerRoutes.Permission, 7, (services, place, work) => services.GetRequiredService<LedgerRoutes>().Draw(place, work))];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<LedgerList>()
            .AddSingleton<IListCounter>(provider => provider.GetRequiredService<LedgerList>())
            .AddSingleton<LedgerExport>()
            .AddSingleton<LedgerRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(LedgerRoutes.Address, (LedgerRoutes self, HttpContext context) => self.Show(context))
            .WithSavedViews()
            .RequirePermission(LedgerRoutes.Permission);
        routes.MapGet(LedgerExport.Address, (LedgerExport self, HttpContext context) => self.Send(context)).RequirePermission(LedgerRoutes.Permission);
        routes
            .MapGet("/api/v1/ledger", (LedgerRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List purchases and current and past plans of all tenants, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of a tenant's name, contact email or ID, or your complete ID of a purchase.")
            .WithQueryParameter("kind", "Kind of row.", QueryType.OneOf<LedgerRowKind>())
            .WithQueryParameter("plan", "Key of the purchased or current plan.")
            .WithQueryParameter("tenant", "ID of a tenant.", QueryType.Id("tnt_"))
            .WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(LedgerFilter.Time))
            .Produces<Page<LedgerView>>()
            .RequirePermission(LedgerRoutes.Permission);
    }
}
