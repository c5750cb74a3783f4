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

/// <summary>Who is in a session now: as a list of the API, and as a panel that keeps itself up.</summary>
public sealed class PresentRoutes(Present present, Database database)
{
    /// <summary>A panel shows so many; the count beside it is of all.</summary>
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

    /// <summary>What the panel fetches when more was counted.</summary>
    public async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(caller, id, work);
        return new Page(Wording.Say("In a session now"), await Draw(caller, tenantId, work));
    }

    /// <summary>What the head fetches when more was counted.</summary>
    public async Task<IResult> ShowCount(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work);
        return new Page("Here now", await Count(tenantId, work));
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

/// <summary>A member with a session open now, as the API shows it.</summary>
/// <param name="Since">the start of the first session that is still open</param>
/// <param name="Seconds">since then</param>
/// <param name="Sessions">open ones</param>
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
