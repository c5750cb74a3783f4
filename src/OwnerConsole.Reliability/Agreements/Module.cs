using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Reliability.Agreements.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Service level agreements (SLAs): targets that are promised to tenants, results by tenant, and credits for breaches.</summary>
public sealed class Module : Kernel.Modules.Module
{
    /// <summary>Results that the page of a tenant shows.</summary>
    private const int LatestResults = 8;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "SLAs", SlaRoutes.Address, SlaRoutes.Read, 4)
            {
                Synonyms = "service level agreements, SLO per tenant, breached, uptime promise, credits, resolution time, support response",
            },
        ];

    public override IEnumerable<EventKind> Events => SlaEvents.Kinds;

    public override IEnumerable<Panel> Panels => [new("tenant.overview", SlaRoutes.Read, 45, Draw)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(SlaBreaches.OfAll).AddSingleton<IOptionSource, SlaSloSource>().AddSingleton<IOptionSource, SlaSource>();
        services.AddSingleton<SlaScope>().AddSingleton<SlaImpacts>().AddSingleton<SlaEvents>().AddSingleton<SlaResults>();
        services.AddSingleton<IWorkHandler, SlaMeasurer>().AddRetention<SlaRetention>();
        services.AddSingleton<SlaResultList>().AddSingleton<SlaRoutes>().AddSingleton<SlaExport>();
        services.AddSingleton<IFinder, SlaFinder>().AddSingleton<IAttentionSource, SlaAttentionSource>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes) => SlaRoutes.Map(routes);

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (place.Caller.IsScoped)
            return _ => { };
        var filter = new SlaResultFilter(await Modes.Of(place.Id, work), TenantId: place.Id, Time: SlaResultTime.All, Limit: LatestResults);
        var results = await services.GetRequiredService<SlaResultList>().Find(filter, work);
        if (results.Data.Count == 0)
            return _ => { };
        return PageResult.Of<TenantSlasPanel>((nameof(TenantSlasPanel.Results), results.Data), (nameof(TenantSlasPanel.TenantId), place.Id));
    }
}
