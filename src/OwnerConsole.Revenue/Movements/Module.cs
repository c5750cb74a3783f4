using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Revenue.Movements;

/// <summary>MRR as movements, from the first subscription or plan on, and the closing and restating of months.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Revenue, "Revenue", MonthRoutes.Address, MonthRoutes.Read, About: FieldClass.Money) { Synonyms = "income, movements, revenue by month" }];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<MonthRoutes>()
            .AddSingleton<RestatementRoutes>()
            .AddSingleton<UnconvertedRevenue>(_ => UnconvertedMrr.Find)
            .AddSingleton<TenantRevenue>(_ => TenantMrr.Find)
            .AddSingleton(TenantMrr.OfAll)
            .AddSingleton<IWorkHandler, MovementProjector>()
            .AddSingleton<IMetricSource, MrrMetrics>()
            .AddSingleton<IMetricSource, CustomerMetrics>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(MonthRoutes.Address, (MonthRoutes self, HttpContext context) => self.Show(context)).RequirePermission(MonthRoutes.Read, FieldClass.Money);
        routes
            .MapGet("/api/v1/months", (MonthRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List the last 13 months with the movements of MRR in each, whether the month is closed, and what restating it would change.")
            .WithQueryParameter(MonthRoutes.ConstantCurrency, "Set to true to convert all amounts at the rates of one day.", QueryType.Boolean)
            .WithListPaging()
            .Produces<Page<MonthView>>()
            .RequirePermission(MonthRoutes.Read, FieldClass.Money);
        RestatementRoutes.Map(routes);
    }
}
