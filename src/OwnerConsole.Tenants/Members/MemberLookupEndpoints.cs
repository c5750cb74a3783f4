using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>API endpoints for members of all tenants: the list and single members.</summary>
public sealed class MemberLookupEndpoints(MemberSearch search, MemberCards cards, MemberSessions sessions, Database database)
{
    public async Task<IResult> List(HttpContext context)
    {
        var request = context.Request;
        request.RequireKnown("q", "sort", "cursor", "limit");
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

/// <summary>A member in the list of all tenants' members.</summary>
/// <param name="Tenant">Tenant of the member.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
public sealed record FoundMemberView(
    string Id,
    string ExternalId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    MemberTenant Tenant,
    string? Language,
    string? TimeZone,
    [property: Sensitive(FieldClass.Contact)] string? Phone
)
{
    internal static FoundMemberView Of(FoundMember member) =>
        new(
            member.MemberId,
            member.ExternalId,
            member.Name,
            member.Email,
            member.Role,
            member.SupportNumber,
            member.LastSeenAt,
            member.JoinedAt,
            member.LeftAt,
            new(member.TenantId, member.Tenant, member.Status),
            member.Language,
            member.TimeZone,
            member.Phone
        );
}

/// <summary>Tenant of a member.</summary>
public sealed record MemberTenant(string Id, string Name, TenantStatus Status);

/// <summary>A member with their tenant, usage and merged records.</summary>
/// <param name="Tenant">Tenant of the member.</param>
/// <param name="Plans">Keys of the tenant's plans.</param>
/// <param name="Usage">Sessions of the member.</param>
/// <param name="MergedInto">Member that this record was merged into; null if it wasn't merged.</param>
/// <param name="Records">Records that were merged into this one, as reported.</param>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
public sealed record MemberDetailView(
    string Id,
    Mode Mode,
    string ExternalId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    MemberTenant Tenant,
    IReadOnlyList<string> Plans,
    MemberUsage Usage,
    string? MergedInto,
    IReadOnlyList<MergedRecord> Records,
    string? Language,
    string? TimeZone,
    [property: Sensitive(FieldClass.Contact)] string? Phone
)
{
    internal static MemberDetailView Of(MemberCard card, MemberUsage usage, IReadOnlyList<MergedRecord> records) =>
        new(
            card.MemberId,
            card.Mode,
            card.ExternalId,
            card.Name,
            card.Email,
            card.Role,
            card.SupportNumber,
            card.LastSeenAt,
            card.JoinedAt,
            card.LeftAt,
            new(card.TenantId, card.Tenant, card.Status),
            card.Plans,
            usage,
            card.MergedInto,
            records,
            card.Language,
            card.TimeZone,
            card.Phone
        );
}
