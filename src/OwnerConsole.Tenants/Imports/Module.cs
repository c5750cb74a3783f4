using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Import of tenants and members from files.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Settings, "Import", ImportRoutes.Address, ImportRoutes.Read, 35)
            {
                Synonyms = "csv, excel, spreadsheet, upload, migrate, bulk",
                Description = "Tenants and members from files",
            },
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ImportUploader>()
            .AddSingleton<ImportMapper>()
            .AddSingleton<ImportRoutes>()
            .AddSingleton<ImportEndpoints>()
            .AddSingleton<ImportExport>()
            .AddSingleton<TenantImport>()
            .AddSingleton<MemberImport>()
            .AddSingleton<CreatedRowRemover>()
            .AddSingleton(ImportAnonymiser.Rule)
            .AddSingleton<IFinder, ImportFinder>()
            .AddSingleton<ISubjectQuery, ListedMembers>()
            .AddSingleton<IWorkHandler, ImportChecker>()
            .AddSingleton<IWorkHandler, ImportApplier>()
            .AddSingleton<IWorkHandler, ImportReverter>()
            .AddRetention<ImportRetention>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        ImportRoutes.Map(routes);
        ImportEndpoints.Map(routes);
    }
}
