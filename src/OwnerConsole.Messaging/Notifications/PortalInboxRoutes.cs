using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Messaging.Notifications.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>The inbox on pages of the customer portal: a drawer in the header, and a page that applications can embed.</summary>
public sealed class PortalInboxRoutes(Database database, Inbox inbox)
{
    public const string Address = PortalFramePolicy.PathPrefix + "/notifications";

    private const int PageSize = 20,
        DrawerSize = 5;

    public async Task<IResult> Show(HttpContext context)
    {
        context.Request.RequireKnown("cursor");
        var session = PortalSession.Of(context)!; // set on all portal routes
        var page = new Page<InboxRow>([], null, null);
        var unread = 0;
        if (session.MemberId is { } member)
        {
            await using var work = await database.Read(context.RequestAborted);
            page = await inbox.Find(new(session.TenantId, member, Cursor: context.Request.Text("cursor"), Limit: PageSize), work);
            unread = await inbox.CountUnread(session.TenantId, member, work);
        }
        return new PortalPageResult(
            "Notifications",
            PageResult.Of<PortalInboxPage>((nameof(PortalInboxPage.List), page), (nameof(PortalInboxPage.Unread), unread))
        )
        {
            HasHeader = false, // the drawer would repeat the page
        };
    }

    /// <param name="id">Null for all notifications.</param>
    public async Task<IResult> MarkRead(HttpContext context, string? id)
    {
        var session = PortalSession.Of(context)!; // set on all portal routes
        if (session.MemberId is not { } member)
            throw Problem.NotFound("notification", id ?? "");
        database.DiskSpaceGuard.ThrowIfFull();
        await using var work = await database.Write(WriteOrigin.Intake(InboxEndpoints.Intake), [session.TenantId], context.RequestAborted);
        await inbox.MarkRead(session.TenantId, member, id, isClick: false, work);
        await work.Commit();
        return Results.Redirect(Address);
    }

    /// <summary>Draws the bell with the latest notifications. The subject of the slot is the member.</summary>
    internal static async Task<RenderFragment> DrawBell(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var inbox = services.GetRequiredService<Inbox>();
        var tenantId = TenantScope.Current!.Tenants.Single(); // the portal is limited to one tenant
        return PageResult.Of<PortalBell>(
            (nameof(PortalBell.Rows), (await inbox.Find(new(tenantId, place.Id, Limit: DrawerSize), work)).Data),
            (nameof(PortalBell.Unread), await inbox.CountUnread(tenantId, place.Id, work))
        );
    }

    /// <summary>Resolves paths of the application, which the console doesn't serve.</summary>
    /// <param name="returnUrl">Address of the application, if it gave one.</param>
    /// <returns>Null if the address is unknown.</returns>
    internal static string? Resolve(string link, string? returnUrl) =>
        link[0] is not '/' ? link
        : Uri.TryCreate(returnUrl, UriKind.Absolute, out var application) ? new Uri(application, link).AbsoluteUri
        : null;
}
