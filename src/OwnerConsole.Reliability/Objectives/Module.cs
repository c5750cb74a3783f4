using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Service level objectives (SLOs): targets, error budgets and burn rates.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "SLOs", SloRoutes.Address, SloRoutes.Read, 4)
            {
                Synonyms = "service level objectives, SLI, error budget, burn rate, availability, uptime, latency target",
            },
        ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IOptionSource, SloProbeSource>().AddSingleton<IOptionSource, SloServiceSource>();
        services.AddSingleton<IWorkHandler, SloMeasurer>().AddRetention<SloRetention>();
        services.AddSingleton<SloRoutes>().AddSingleton<IFinder, SloFinder>().AddSingleton<IAttentionSource, SloAttentionSource>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes) => SloRoutes.Map(routes);
}
