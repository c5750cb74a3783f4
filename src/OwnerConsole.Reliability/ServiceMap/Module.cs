using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.ServiceMap.Public;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Service map: which services depend on which others, and what a failure would affect.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Service map", ServiceMapRoutes.Address, ServiceMapRoutes.Read, 6)
            {
                Synonyms = "dependencies, components, architecture, blast radius, upstream, downstream",
            },
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ServiceTenantReader>()
            .AddSingleton<IOptionSource, MapServiceSource>()
            .AddSingleton<ServiceMapReader>()
            .AddSingleton<ServiceMapRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => ServiceMapRoutes.Map(routes);
}
