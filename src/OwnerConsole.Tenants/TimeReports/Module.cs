using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.TimeReports.Public;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>Time reports: the sessions of a tenant's members as a CSV file.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<SessionRows>().AddSingleton<TimeReport>().AddSingleton<TimeReportFile>().AddSingleton<TimeReportRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/tenants/{id}/time-report", (TimeReportRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(TimeReportAddress.Permission);
        routes
            .MapGet("/tenants/{id}/time-report/file", (TimeReportFile self, HttpContext context, string id) => self.Send(context, id, forPeople: true))
            .RequirePermission(TimeReportAddress.Permission);
        routes
            .MapGet("/api/v1/tenants/{id}/time-report", (TimeReportFile self, HttpContext context, string id) => self.Send(context, id, forPeople: false))
            .WithSummary("Download a time report as CSV: one row per session started in the period, a total for each member and a grand total.")
            .WithQueryParameter("from", "First day, in the console's time zone.", QueryType.Day)
            .WithQueryParameter("to", "Last day, inclusive.", QueryType.Day)
            .WithQueryParameter("member", "Only sessions of this member: an ID, or ext: and your ID.")
            .ProducesFile(TimeReportFile.MediaType)
            .RequirePermission(TimeReportAddress.Permission);
    }
}
