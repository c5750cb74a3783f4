using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.TimeReports.Public;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>Who of a tenant was here when and for how long, as a file.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<SessionRows>().AddSingleton<TimeReport>().AddSingleton<TimeReportFile>().AddSingleton<TimeReportRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/tenants/{id}/time-report", (TimeReportRoutes self, HttpContext context, string id) => self.Show(context, id))
            .Needs(TimeReportAddress.Permission);
        routes
            .MapGet("/tenants/{id}/time-report/file", (TimeReportFile self, HttpContext context, string id) => self.Send(context, id, forPeople: true))
            .Needs(TimeReportAddress.Permission);
        routes
            .MapGet("/api/v1/tenants/{id}/time-report", (TimeReportFile self, HttpContext context, string id) => self.Send(context, id, forPeople: false))
            .Says(
                "Read who was here when and for how long, as CSV: a line for each session that started in these days, each member's total, and the total of all."
            )
            .Reads("from", "the first day, in the owner's zone")
            .Reads("to", "the last day, which still belongs to it")
            .Reads("member", "only this one's: an id, or ext: and your own")
            .Produces<string>(StatusCodes.Status200OK, TimeReportFile.MediaType)
            .Needs(TimeReportAddress.Permission);
    }
}
