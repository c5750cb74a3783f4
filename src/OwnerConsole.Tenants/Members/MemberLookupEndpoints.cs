using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Directory.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>API endpoints for members of all tenants: the list and single members.</summary>
public sealed class MemberLookupEndpoints(MemberSearch search, MemberCards cards, MemberSessions sessions, Database database)
{
    public async Task<IResult> List(HttpContext context)
    {
        var request = context.Request;
        request.RequireKnown([.. MemberChoice.ParameterNames, .. AttributeFilter.ListParameters(request.Query), "sort", "cursor", "limit"]);
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var filter = MemberSearch.Filter.Read(request.Query, await Modes.Shown(caller, work), caller.OnlyTenant);
        var page = await search.Find(filter with { Limit = request.Limit() }, work);
        return Results.Json(new Page<FoundMemberView>([.. page.Data.Select(FoundMemberView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    public async Task<IResult> Find(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var card = await cards.Find((await Member(context, id, work)).Id, work) ?? throw Problem.NotFound("member");
        return Results.Json(
            MemberDetailView.Of(card, await sessions.Sum(card.TenantId, card.MemberId, work), await cards.Merged(card.TenantId, card.MemberId, work)),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Sessions(HttpContext context, string id)
    {
        context.Request.RequireKnown("cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var member = await Member(context, id, work);
        var page = await sessions.Find(member.TenantId, member.Id, context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(page, Json.ResponseOptions);
    }

    private static Task<SubjectResolver.ResolvedSubject> Member(HttpContext context, string id, UnitOfWork work) =>
        SubjectResolver.Member(Caller.Of(context)!, id, work);
}
