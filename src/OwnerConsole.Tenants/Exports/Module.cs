using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Tenants.Exports.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Exports all data of a tenant, from the application and the console.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", ExportTenant.Name, 90, Draw)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<TenantExports>().AddSingleton<ExportFiles>().AddSingleton<ExportZip>().AddSingleton<ExportRoutes>();
        services.AddRetention<ExportUpkeep>();
        foreach (var part in ConsoleExportParts.All)
            services.AddSingleton(part);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes) => ExportRoutes.Map(routes);

    /// <summary>Draws nothing if there are no exports, because exports are rare.</summary>
    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        await services.GetRequiredService<TenantExports>().Find(place.Id, work) is { Count: > 0 } exports
            ? PageResult.Of<ExportsPanel>((nameof(ExportsPanel.Exports), exports))
            : _ => { };
}
