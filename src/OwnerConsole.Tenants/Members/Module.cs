using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Members.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>The people inside the tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<MemberList>();
        services.AddSingleton<MemberEndpoints>();
        services.AddSingleton<MembersTab>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/tenants/{id}/members", (MemberEndpoints self, HttpContext context, string id) => self.List(context, id))
            .Says("List a tenant's people in the order they joined.")
            .Pages()
            .Answers<Page<MemberView>>()
            .Needs("member.read");
        routes
            .MapPut("/api/v1/tenants/{id}/members", (MemberEndpoints self, HttpContext context, string id) => self.Report(context, id))
            .Says("Report up to 500 members: all of them are taken in, or none.")
            .Takes<Bulk<MemberReport>>()
            .Answers<Page<MemberView>>()
            .Needs("member.report");
        routes
            .MapPut(
                "/api/v1/tenants/{id}/members/{member}",
                (MemberEndpoints self, HttpContext context, string id, string member) => self.ReportOne(context, id, member)
            )
            .Says("Report a member by ext: and your own id.")
            .Takes<MemberReport>()
            .Answers<MemberView>()
            .Needs("member.report");
    }
}
