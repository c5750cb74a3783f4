using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Presence.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Presence;

/// <summary>Members with an open session, as an API list and as a live panel.</summary>
public sealed class OnlineMemberRoutes(OnlineMembers present, Database database)
{
    /// <summary>Maximum number of members in the panel. The count next to the title includes all.</summary>
    private const int PanelSize = 50;

    public async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.RequireKnown("cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work);
        var found = await present.Find(tenantId, context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(
            new Page<OnlineMemberView>([.. found.Data.Select(OnlineMemberView.Of)], found.NextCursor, found.Members.ToString(CultureInfo.InvariantCulture)),
            Json.ResponseOptions
        );
    }

    /// <summary>The panel's content, fetched when new data was counted.</summary>
    public async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        return new PageResult("Online now", await Draw(caller, tenantId, work));
    }

    /// <summary>The number in the header, fetched when new data was counted.</summary>
    public async Task<IResult> ShowCount(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work);
        return new PageResult("Online", await Count(tenantId, work));
    }

    public async Task<RenderFragment> Count(string tenantId, UnitOfWork work) =>
        PageResult.Of<OnlineCount>((nameof(OnlineCount.TenantId), tenantId), (nameof(OnlineCount.Members), await present.Count(tenantId, work)));

    public async Task<RenderFragment> Draw(Caller caller, string tenantId, UnitOfWork work) =>
        PageResult.Of<OnlineMembersPanel>(
            (nameof(OnlineMembersPanel.TenantId), tenantId),
            (nameof(OnlineMembersPanel.Found), await present.Find(tenantId, null, PanelSize, work)),
            (nameof(OnlineMembersPanel.Caller), caller)
        );
}

/// <summary>A member with an open session in the API.</summary>
/// <param name="Since">Start of the member's first open session.</param>
/// <param name="Seconds">Seconds since then.</param>
/// <param name="Sessions">Number of open sessions.</param>
public sealed record OnlineMemberView(string Id, string ExternalId, string? Name, string SupportNumber, DateTimeOffset Since, long Seconds, long Sessions)
{
    internal static OnlineMemberView Of(OnlineMember member) =>
        new(
            member.MemberId,
            member.ExternalId,
            member.Name,
            member.SupportNumber,
            member.Since,
            (long)(member.At - member.Since).TotalSeconds,
            member.Sessions
        );
}
