using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>API endpoints for the members of a tenant: the list, and reports of up to 500 members at a time.</summary>
public sealed class MemberEndpoints(MemberList list, MemberReports reports, Database database)
{
    public async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.RequireKnown("cursor", "limit");
        var tenantId = await Tenant(context, id);
        await using var work = await database.Read(context.RequestAborted);
        var page = await list.Find(tenantId, context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(new Page<MemberView>([.. page.Data.Select(ToView)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    /// <summary>Accepts <c>{"data": [{"id": "ext:…", …}]}</c>. Stores all members or none.</summary>
    public async Task<IResult> Report(HttpContext context, string id)
    {
        var data = RequestBody.ReadBulk(await RequestBody.ReadJson(context, context.RequestAborted), MemberReports.MaxItems);
        var items = data.Select(item => new MemberReports.Item(
                RequestBody.ReadExternalId(item.Id, "the member"),
                MemberReportRequest.Read(item.Fields, item.At),
                item.At
            ))
            .ToList();
        var members = await reports.Apply(await Tenant(context, id), items, context.RequestAborted);
        return Results.Json(new Page<MemberView>([.. members.Select(ToView)], null, null), Json.ResponseOptions);
    }

    public async Task<IResult> ReportOne(HttpContext context, string id, string member)
    {
        var body = MemberReportRequest.Read(await RequestBody.ReadJson(context, context.RequestAborted), "");
        var members = await reports.Apply(await Tenant(context, id), [new(RequestBody.ReadExternalId(member, "the member"), body)], context.RequestAborted);
        return Results.Json(ToView(members[0]), Json.ResponseOptions);
    }

    private async Task<string> Tenant(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        return await SubjectResolver.Tenant(caller, id, work);
    }

    private static MemberView ToView(Member member) =>
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
            member.Language,
            member.TimeZone,
            member.Phone,
            member.Attributes
        );
}

/// <summary>A member of a tenant in API responses.</summary>
/// <param name="Language">BCP 47 language tag, such as de or pt-BR.</param>
/// <param name="TimeZone">IANA time zone; null means that of the tenant.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="Attributes">Custom attributes by name.</param>
public sealed record MemberView(
    string Id,
    string ExternalId,
    string? Name,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    string? Role,
    string SupportNumber,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    string? Language,
    string? TimeZone,
    [property: Sensitive(FieldClass.Contact)] string? Phone,
    JsonElement Attributes
);
