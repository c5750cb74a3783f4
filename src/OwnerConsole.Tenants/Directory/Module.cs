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

/// <summary>Who the tenants are, and who matches.</summary>
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
            .Reads("q", "part of a name, contact e-mail or id, or the beginning of a support number")
            .Reads("status", "one word of the statuses")
            .Reads("plan", "the key of a plan that it holds")
            .Reads("version", "the number of the version of that plan which it is on")
            .Reads("activity", "when the last of its people was there: week, month, quiet (not for 30 days) or never")
            .Reads("tag", "a tag that the team gave")
            .Reads("attribute[name]", "the value of an attribute, country among them; several may be asked for")
            .Reads("attribute[name][gte]", "a number or a day that it is at least; with [lte], at most")
            .Reads("sort", $"one of {TenantSort.Words}")
            .Answers<Page<TenantSummary>>()
            .Needs("tenant.read");
        routes
            .MapPut("/api/v1/tenants", (TenantEndpoints self, HttpContext context) => self.Report(context))
            .Says("Report up to 500 tenants: all of them are taken in, or none.")
            .Takes<Bulk<TenantReport>>()
            .Answers<Page<TenantReported>>()
            .Needs("tenant.report");
        routes
            .MapPut("/api/v1/tenants/{id}", (TenantEndpoints self, HttpContext context, string id) => self.ReportOne(context, id))
            .Says("Report a tenant: made when ext: and your id are new, else brought up to date.")
            .Takes<TenantReport>()
            .Answers<TenantReported>()
            .Answers<TenantReported>(StatusCodes.Status201Created)
            .Needs("tenant.report");
    }
}
