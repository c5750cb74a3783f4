using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>The tenant directory: list, search, filters, export and the API to report tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Tenants, "Directory", DirectoryAddress.Home, "tenant.read") { Synonyms = "tenants, customers, companies, accounts, organizations" }];

    public override IEnumerable<SearchEntry> SearchEntries =>
        Enum.GetValues<TenantStatus>()
            .Select(status => new SearchEntry($"{StatusBadge.Word(status)} tenants", $"{DirectoryAddress.Home}?status={status.ToText()}", "tenant.read")
            {
                Description = "Directory",
            });

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<TenantList>().AddSingleton<IListCounter>(provider => provider.GetRequiredService<TenantList>());
        services.AddSingleton<TenantEndpoints>();
        services.AddSingleton<DirectoryRoutes>();
        services.AddSingleton<TenantListExport>();
        services.AddSingleton<ISubjectQuery, MatchingTenants>();
        services.AddSingleton<IAttentionSource, PastDueAttentionSource>();
        services.AddSingleton<ISetupStep, FirstTenantSetupStep>();
        services.AddSingleton<TopBarCounts>();
        services.AddSingleton<CounterSource>(provider => provider.GetRequiredService<TopBarCounts>().Find);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(DirectoryAddress.Home, (DirectoryRoutes self, HttpContext context) => self.Show(context))
            .WithSavedViews()
            .RequirePermission("tenant.read");
        routes.MapGet(TenantListExport.Address, (TenantListExport self, HttpContext context) => self.Send(context)).RequirePermission("tenant.read");
        routes
            .MapGet("/api/v1/tenants", (TenantEndpoints self, HttpContext context) => self.List(context))
            .WithSummary("List and search tenants.")
            .WithPaging()
            .WithQueryParameter("q", "Part of a name, contact email or ID, or the beginning of a support number.")
            .WithQueryParameter("status", "Status of the tenant.", QueryType.OneOf<TenantStatus>())
            .WithQueryParameter("plan", "Key of a plan the tenant is on.")
            .WithQueryParameter("version", "Number of the plan version the tenant is on.", QueryType.Integer(1))
            .WithQueryParameter(
                "activity",
                "Last activity: in the last 7 days (week), in the last 30 (month), before (quiet) or never.",
                QueryType.OneOf<Activity>()
            )
            .WithQueryParameter("tag", "Tag added by your team.")
            .WithQueryParameter("attribute[name]", "Value of an attribute, such as attribute[country]. Several attributes can be combined.")
            .WithQueryParameter("attribute[name][gte]", "Minimum of an attribute, a number or a date. Use [lte] for the maximum.")
            .WithQueryParameter("sort", $"One of {TenantSort.Help}.")
            .Produces<Page<TenantSummary>>()
            .RequirePermission("tenant.read");
        routes
            .MapPut("/api/v1/tenants", (TenantEndpoints self, HttpContext context) => self.Report(context))
            .WithSummary("Report up to 500 tenants. Either all of them are stored or none.")
            .AcceptsJson<Bulk<TenantReportRequest>>()
            .Produces<Page<TenantReportResult>>()
            .RequirePermission("tenant.report");
        routes
            .MapPut("/api/v1/tenants/{id}", (TenantEndpoints self, HttpContext context, string id) => self.ReportOne(context, id))
            .WithSummary("Report a tenant. Creates it if your ID (ext:…) is new, otherwise updates it.")
            .AcceptsJson<TenantReportRequest>()
            .Produces<TenantReportResult>()
            .Produces<TenantReportResult>(StatusCodes.Status201Created)
            .RequirePermission("tenant.report");
    }
}
