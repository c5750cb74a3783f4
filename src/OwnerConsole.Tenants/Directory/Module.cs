using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>The tenant directory: list, search, filters, export and the API to report tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Tenants, "Directory", DirectoryAddress.Home, "tenant.read")];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<TenantList>().AddSingleton<IListCount>(provider => provider.GetRequiredService<TenantList>());
        services.AddSingleton<TenantEndpoints>();
        services.AddSingleton<DirectoryRoutes>();
        services.AddSingleton<TenantExport>();
        services.AddSingleton<ISelection, MatchingTenants>();
        services.AddSingleton<TopBarCounts>();
        services.AddSingleton<INeeds, TwinNeeds>();
        services.AddSingleton<CounterSource>(provider => provider.GetRequiredService<TopBarCounts>().Find);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(DirectoryAddress.Home, (DirectoryRoutes self, HttpContext context) => self.Show(context)).OpensAsChosen().Needs("tenant.read");
        routes.MapGet(TenantExport.Address, (TenantExport self, HttpContext context) => self.Send(context)).Needs("tenant.read");
        routes
            .MapGet("/api/v1/tenants", (TenantEndpoints self, HttpContext context) => self.List(context))
            .Says("List and search tenants.")
            .Pages()
            .Reads("q", "Part of a name, contact email or ID, or the beginning of a support number.")
            .Reads("status", "Status of the tenant.")
            .Reads("plan", "Key of a plan the tenant is on.")
            .Reads("version", "Number of the plan version the tenant is on.")
            .Reads("activity", "Last activity: week (last 7 days), month (last 30 days), quiet (more than 30 days ago) or never.")
            .Reads("tag", "Tag added by your team.")
            .Reads("attribute[name]", "Value of an attribute, such as attribute[country]. Several attributes can be combined.")
            .Reads("attribute[name][gte]", "Minimum of an attribute, a number or a date. Use [lte] for the maximum.")
            .Reads("sort", $"One of {TenantSort.Words}.")
            .Answers<Page<TenantSummary>>()
            .Needs("tenant.read");
        routes
            .MapPut("/api/v1/tenants", (TenantEndpoints self, HttpContext context) => self.Report(context))
            .Says("Report up to 500 tenants. Either all of them are stored or none.")
            .Takes<Bulk<TenantReport>>()
            .Answers<Page<TenantReported>>()
            .Needs("tenant.report");
        routes
            .MapPut("/api/v1/tenants/{id}", (TenantEndpoints self, HttpContext context, string id) => self.ReportOne(context, id))
            .Says("Report a tenant. Creates it if your ID (ext:…) is new, otherwise updates it.")
            .Takes<TenantReport>()
            .Answers<TenantReported>()
            .Answers<TenantReported>(StatusCodes.Status201Created)
            .Needs("tenant.report");
    }
}
