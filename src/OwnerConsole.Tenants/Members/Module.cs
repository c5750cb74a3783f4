using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Members.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Members of the tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Tenants, "Users", MemberAddress.Home, MemberAddress.Permission, Order: 1) { Synonyms = "members, people" }];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of("member.merged", "Your application merged two records of the same member.", EventSubject.Member, new { Into = "" }),
            EventKind.Of("member.separated", "A merge was undone, so both records exist separately again.", EventSubject.Member, new { }),
        ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<MemberList>();
        services.AddSingleton<MemberEndpoints>();
        services.AddSingleton<MembersTab>();
        services.AddSingleton<MemberSearch>().AddSingleton<IListCounter>(provider => provider.GetRequiredService<MemberSearch>());
        services.AddSingleton<MemberCards>();
        services.AddSingleton<MemberSessions>();
        services.AddSingleton<MemberActivities>();
        services.AddSingleton<MemberLookupEndpoints>();
        services.AddSingleton<MemberRoutes>().AddSingleton<MemberListRoutes>().AddSingleton<MemberFilters>();
        services.AddSingleton<PastedMembers>().AddSingleton<PasteMembersRoutes>();
        services.AddSingleton<MemberExport>().AddSingleton<MemberSessionExport>();
        services.AddSingleton<IFinder, MemberFinder>();
        services.AddSingleton<MemberRoleSource>().AddSingleton<IOptionSource>(provider => provider.GetRequiredService<MemberRoleSource>());
        services.AddSingleton<ISubjectQuery, MatchingMembers>();
        services.AddRetention<AttributeChangeRetention>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(MemberAddress.Home, (MemberListRoutes self, HttpContext context) => self.List(context))
            .WithSavedViews()
            .RequirePermission(MemberAddress.Permission);
        routes.MapGet(MemberExport.Address, (MemberExport self, HttpContext context) => self.Send(context)).RequirePermission(MemberAddress.Permission);
        routes
            .MapGet(MemberAddress.Of("{id}"), (MemberRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(MemberAddress.Permission);
        routes
            .MapGet(MemberSessionExport.Of("{id}"), (MemberSessionExport self, HttpContext context, string id) => self.Send(context, id))
            .RequirePermission(MemberAddress.Permission);
        routes
            .MapGet(PasteMembersRoutes.Address, (PasteMembersRoutes self, HttpContext context) => self.Show(context))
            .RequirePermission(MemberAddress.Permission);
        routes
            .MapPost(PasteMembersRoutes.Address, (PasteMembersRoutes self, HttpContext context) => self.Select(context))
            .RequirePermission(MemberAddress.Permission);
        MapLookup(routes);
        routes
            .MapGet("/api/v1/tenants/{id}/members", (MemberEndpoints self, HttpContext context, string id) => self.List(context, id))
            .WithSummary("List the members of a tenant in the order they joined.")
            .WithPaging()
            .Produces<Page<MemberView>>()
            .RequirePermission(MemberAddress.Permission);
        routes
            .MapPut("/api/v1/tenants/{id}/members", (MemberEndpoints self, HttpContext context, string id) => self.Report(context, id))
            .WithSummary("Report up to 500 members. Stores all of them or none.")
            .AcceptsJson<Bulk<MemberReportRequest>>()
            .Produces<Page<MemberView>>()
            .RequirePermission("member.report");
        routes
            .MapPut(
                "/api/v1/tenants/{id}/members/{member}",
                (MemberEndpoints self, HttpContext context, string id, string member) => self.ReportOne(context, id, member)
            )
            .WithSummary("Report a member by ext: followed by your own ID.")
            .AcceptsJson<MemberReportRequest>()
            .Produces<MemberView>()
            .RequirePermission("member.report");
    }

    private static void MapLookup(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/members", (MemberLookupEndpoints self, HttpContext context) => self.List(context))
            .WithSummary("List and search the members of all tenants, most recently reported first by default.")
            .WithPaging()
            .WithQueryParameter(
                "q",
                "A member's ID, or part of a name, email, external ID or support number. Fewer than three characters match only the beginning of names."
            )
            .WithQueryParameter("state", "Whether the member can sign in.", QueryType.OneOf<MemberState>())
            .WithQueryParameter("role", "Role that your application reports.")
            .WithQueryParameter("plan", "Key of a plan that the member's tenant is on.")
            .WithQueryParameter("tag", "Tag added by your team.")
            .WithQueryParameter("attribute[name]", "Value of an attribute, such as attribute[department]. Several attributes can be combined.")
            .WithQueryParameter("attribute[name][gte]", "Minimum of an attribute, a number or a date. Use [lte] for the maximum.")
            .WithQueryParameter("sort", "By name, or with a minus in reverse.", QueryType.SortOf("name"))
            .Produces<Page<FoundMemberView>>()
            .RequirePermission(MemberAddress.Permission);
        routes
            .MapGet("/api/v1/members/{id}", (MemberLookupEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary("Get a member with their tenant and session totals.")
            .Produces<MemberDetailView>()
            .RequirePermission(MemberAddress.Permission);
        routes
            .MapGet("/api/v1/members/{id}/sessions", (MemberLookupEndpoints self, HttpContext context, string id) => self.Sessions(context, id))
            .WithSummary("List the sessions of a member, newest first.")
            .WithPaging()
            .Produces<Page<MemberSession>>()
            .RequirePermission(MemberAddress.Permission);
    }
}
