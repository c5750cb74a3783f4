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

/// <summary>Members of the tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Tenants, "Users", MemberAddress.Home, MemberAddress.Permission, Order: 1)];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of("member.merged", "Your app merged two records of the same member.", EventAbout.Member, new { Into = "" }),
            EventKind.Of("member.separated", "A merge was undone, so both records exist separately again.", EventAbout.Member, new { }),
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
            .Says("List the members of a tenant in the order they joined.")
            .Pages()
            .Answers<Page<MemberView>>()
            .Needs(MemberAddress.Permission);
        routes
            .MapPut("/api/v1/tenants/{id}/members", (MemberEndpoints self, HttpContext context, string id) => self.Report(context, id))
            .Says("Report up to 500 members. Stores all of them or none.")
            .Takes<Bulk<MemberReport>>()
            .Answers<Page<MemberView>>()
            .Needs("member.report");
        routes
            .MapPut(
                "/api/v1/tenants/{id}/members/{member}",
                (MemberEndpoints self, HttpContext context, string id, string member) => self.ReportOne(context, id, member)
            )
            .Says("Report a member by ext: followed by your own ID.")
            .Takes<MemberReport>()
            .Answers<MemberView>()
            .Needs("member.report");
    }

    private static void MapLookup(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/members", (LookupEndpoints self, HttpContext context) => self.List(context))
            .Says("List and search the members of all tenants, most recently reported first by default.")
            .Pages()
            .Reads(
                "q",
                "A member's ID, or part of a name, email, external ID or support number. Fewer than three characters match only the beginning of names."
            )
            .Reads("sort", "Order: name or -name.")
            .Answers<Page<FoundMemberView>>()
            .Needs(MemberAddress.Permission);
        routes
            .MapGet("/api/v1/members/{id}", (LookupEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .Says("Get a member with their tenant and session totals.")
            .Answers<PersonView>()
            .Needs(MemberAddress.Permission);
        routes
            .MapGet("/api/v1/members/{id}/sessions", (LookupEndpoints self, HttpContext context, string id) => self.Sessions(context, id))
            .Says("List the sessions of a member, newest first.")
            .Pages()
            .Answers<Page<MemberSession>>()
            .Needs(MemberAddress.Permission);
    }
}
