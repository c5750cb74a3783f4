using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.ReportedSubjects;

/// <summary>Custom objects that the application reports inside its tenants, such as bookings, and that its operations act on.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", SubjectRoutes.Permission, 25, Draw)];

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<SubjectRoutes>().AddSingleton<SubjectEndpoints>().AddSingleton<IFinder, SubjectFinder>().AddSingleton(Exported);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(SubjectRoutes.Of("{id}", "{type}"), (SubjectRoutes self, HttpContext context, string id, string type) => self.Show(context, id, type))
            .RequirePermission(SubjectRoutes.Permission);
        routes
            .MapGet(
                "/api/v1/tenants/{id}/subjects/{type}",
                (SubjectEndpoints self, HttpContext context, string id, string type) => self.List(context, id, type)
            )
            .WithSummary("List the reported objects of one type in a tenant, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of a title or of your ID.")
            .Produces<Page<SubjectView>>()
            .RequirePermission(SubjectRoutes.Permission);
        routes
            .MapPut(
                "/api/v1/tenants/{id}/subjects/{type}",
                (SubjectEndpoints self, HttpContext context, string id, string type) => self.Report(context, id, type)
            )
            .WithSummary("Report up to 500 objects of a declared type in a tenant. Either all of them are stored or none.")
            .AcceptsJson<Bulk<SubjectReportRequest>>()
            .WithBodyExample(SubjectEndpoints.Example)
            .Produces<Page<SubjectView>>()
            .RequirePermission("tenant.report");
    }

    private static Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        services.GetRequiredService<SubjectRoutes>().Cards(place, work);

    private static readonly ExportPart Exported = new(
        "subjects",
        """
        select h.subject_id as id, h.type, h.external_id, h.title, h.reported_at, h.ended_at
          from core.application_subjects h
         where h.tenant_id = @tenant and h.subject_id > @after order by h.subject_id limit @most
        """
    );
}
