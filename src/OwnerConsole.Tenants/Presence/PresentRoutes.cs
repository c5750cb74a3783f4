using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Presence.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Presence;

/// <summary>Members with an open session, as an API list and as a live panel.</summary>
public sealed class PresentRoutes(Present present, Database database)
{
    /// <summary>Maximum number of members in the panel. The count next to the title includes all.</summary>
    private const int Shown = 50;

    public async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.Knows("cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work);
        var found = await present.Find(tenantId, context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(
            new Page<PresentView>([.. found.Data.Select(PresentView.Of)], found.NextCursor, found.Members.ToString(CultureInfo.InvariantCulture)),
            Json.Answers
        );
    }

    /// <summary>The panel's content, fetched when new data was counted.</summary>
    public async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(caller, id, work);
        return new Page("Online now", await Draw(caller, tenantId, work));
    }

    /// <summary>The number in the header, fetched when new data was counted.</summary>
    public async Task<IResult> ShowCount(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work);
        return new Page("Online", await Count(tenantId, work));
    }

    public async Task<RenderFragment> Count(string tenantId, Work work) =>
        Page.Of<PresentCount>((nameof(PresentCount.TenantId), tenantId), (nameof(PresentCount.Members), await present.Count(tenantId, work)));

    public async Task<RenderFragment> Draw(Caller caller, string tenantId, Work work) =>
        Page.Of<PresentPanel>(
            (nameof(PresentPanel.TenantId), tenantId),
            (nameof(PresentPanel.Found), await present.Find(tenantId, null, Shown, work)),
            (nameof(PresentPanel.Caller), caller)
        );
}

/// <summary>A member with an open session in the API.</summary>
/// <param name="Since">Start of the member's first open session.</param>
/// <param name="Seconds">Seconds since then.</param>
/// <param name="Sessions">Number of open sessions.</param>
public sealed record PresentView(string Id, string ExternalId, string? Name, string SupportNumber, DateTimeOffset Since, long Seconds, long Sessions)
{
    internal static PresentView Of(PresentMember member) =>
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
