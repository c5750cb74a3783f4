using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Reliability.Incidents.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Incidents: status, roles, impact, timeline and post-mortem.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Incidents", IncidentRoutes.Address, IncidentRoutes.Read, 3)
            {
                Synonyms = "outages, post-mortems, root cause, severity, MTTR, MTTA, MTTD, on-call",
            },
        ];

    public override IEnumerable<Setting> Settings => [SeveritySuggestion.Sev1, SeveritySuggestion.Sev2, SeveritySuggestion.Sev3];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ImpactReader>()
            .AddSingleton<PlatformImpactReader>()
            .AddSingleton<IncidentTimeline>()
            .AddSingleton<IncidentReader>()
            .AddSingleton<IncidentRoutes>()
            .AddSingleton<IOptionSource, IncidentPersonSource>()
            .AddSingleton<IOptionSource, IncidentAlertSource>()
            .AddSingleton<IFinder, IncidentFinder>()
            .AddSingleton<IAttentionSource, IncidentAttentionSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => IncidentRoutes.Map(routes);
}
