using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Tenants.Exports.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Exports all data of a tenant, from the application and the console, and the data of one member.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels =>
        [new("tenant.overview", ExportTenant.Name, 90, Draw), new("member.overview", ExportMember.Name, 90, DrawOfMember)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<TenantExports>().AddSingleton<ExportFiles>().AddSingleton<ApplicationFiles>();
        services.AddSingleton<ExportZip>().AddSingleton<ExportRoutes>();
        services.AddSingleton<MemberArchiveZip>().AddSingleton<MemberArchiveRoutes>();
        services.AddRetention<ExportUpkeep>();
        foreach (var part in ConsoleExportParts.All)
            services.AddSingleton(part);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        ExportRoutes.Map(routes);
        MemberArchiveRoutes.Map(routes);
    }

    /// <summary>Draws nothing if there are no exports, because exports are rare.</summary>
    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        await services.GetRequiredService<TenantExports>().Find(place.Id, work) is { Count: > 0 } exports
            ? PageResult.Of<ExportsPanel>((nameof(ExportsPanel.Exports), exports))
            : _ => { };

    /// <summary>Draws nothing if there are no exports, or if the reader's role hides fields that they contain.</summary>
    private static async Task<RenderFragment> DrawOfMember(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(place, work);
        return
            !HiddenFields.HasAny([FieldClass.Money, FieldClass.Contact])
            && await MemberArchive.List(member.TenantId, member.Id, work) is { Count: > 0 } archives
            ? PageResult.Of<MemberArchivesPanel>((nameof(MemberArchivesPanel.Archives), archives))
            : _ => { };
    }
}
