using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Members.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>The people inside the tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Tenants, "Users", MemberAddress.Home, MemberAddress.Permission, Order: 1)];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of("member.merged", "The application has made two records of one person one.", EventAbout.Member, new { Into = "" }),
            EventKind.Of("member.separated", "A merge was taken back: the application knows both records again.", EventAbout.Member, new { }),
        ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<MemberList>();
        services.AddSingleton<MemberEndpoints>();
        services.AddSingleton<MembersTab>();
        services.AddSingleton<MemberSearch>().AddSingleton<IListCount>(provider => provider.GetRequiredService<MemberSearch>());
        services.AddSingleton<MemberCards>();
        services.AddSingleton<MemberSessions>();
        services.AddSingleton<MemberActivities>();
        services.AddSingleton<LookupEndpoints>();
        services.AddSingleton<MemberRoutes>();
        services.AddSingleton<MemberExport>().AddSingleton<SessionExport>();
        services.AddSingleton<IFinder, MemberFinder>();
        services.AddSingleton<IOptionSource, RoleSource>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(MemberAddress.Home, (MemberRoutes self, HttpContext context) => self.List(context)).OpensAsChosen().Needs(MemberAddress.Permission);
        routes.MapGet(MemberExport.Address, (MemberExport self, HttpContext context) => self.Send(context)).Needs(MemberAddress.Permission);
        routes.MapGet(MemberAddress.Of("{id}"), (MemberRoutes self, HttpContext context, string id) => self.Show(context, id)).Needs(MemberAddress.Permission);
        routes.MapGet(SessionExport.Of("{id}"), (SessionExport self, HttpContext context, string id) => self.Send(context, id)).Needs(MemberAddress.Permission);
        MapLookup(routes);
        routes
            .MapGet("/api/v1/tenants/{id}/members", (MemberEndpoints self, HttpContext context, string id) => self.List(context, id))
            .Says("List a tenant's people in the order they joined.")
            .Pages()
            .Answers<Page<MemberView>>()
            .Needs(MemberAddress.Permission);
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

    private static void MapLookup(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/members", (LookupEndpoints self, HttpContext context) => self.List(context))
            .Says("List and search the people of all tenants, who was reported last first unless it is sorted.")
            .Pages()
            .Reads("q", "a member's id, or part of a name, e-mail, external id or support number; of less than three letters, the beginning of a name")
            .Reads("sort", "name or -name")
            .Answers<Page<FoundMemberView>>()
            .Needs(MemberAddress.Permission);
        routes
            .MapGet("/api/v1/members/{id}", (LookupEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .Says("Look at a person: who it is, the tenant, and what their sessions add up to.")
            .Answers<PersonView>()
            .Needs(MemberAddress.Permission);
        routes
            .MapGet("/api/v1/members/{id}/sessions", (LookupEndpoints self, HttpContext context, string id) => self.Sessions(context, id))
            .Says("List a person's sessions, the newest first.")
            .Pages()
            .Answers<Page<MemberSession>>()
            .Needs(MemberAddress.Permission);
    }
}
