using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Rates;

/// <summary>Exchange rates by day, with which MRR is converted into the reporting currency.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Revenue, "Exchange rates", RateRoutes.Address, RateRoutes.Permission, Order: 5) { Synonyms = "currency, fx, conversion, ecb" }];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<RateRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => RateRoutes.Map(routes);
}
