using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Notifications.Pages;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>In-app notifications: an inbox for each member, read through the API and in the customer portal.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Inboxes = "/api/v1/members/{member}/notifications";

    private const string MemberRead = "member.read";

    private const int PanelSize = 10;

    public override IEnumerable<EventKind> Events => NotificationEvents.All;

    public override IEnumerable<Setting> Settings => [NotificationRetention.RetentionDays];

    public override IEnumerable<Panel> Panels =>
        [
            new("member.overview", InboxEndpoints.ReadPermission, 20, Draw),
            new("member.actions", MemberRead, 30, DrawAction),
            new("portal.header", PortalAccess.NotificationRead, 0, PortalInboxRoutes.DrawBell),
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<NotificationMessages>()
            .AddSingleton<Inbox>()
            .AddSingleton<InboxEndpoints>()
            .AddSingleton<PortalInboxRoutes>()
            .AddSingleton<IWorkHandler, NotificationAnnouncer>()
            .AddRetention<NotificationRetention>()
            .AddSingleton<IEventDetails, NotificationTitles>()
            .AddSingleton(NotificationExportParts.Notifications)
            .AddSingleton(NotificationAnonymiser.Rule)
            .AddSingleton(NotificationTexts.Rows);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        MapInbox(routes);
        routes
            .MapGet(PortalInboxRoutes.Address, (PortalInboxRoutes self, HttpContext context) => self.Show(context))
            .RequirePortalScope(PortalAccess.NotificationRead);
        routes
            .MapPost(PortalInboxRoutes.Address + "/read", (PortalInboxRoutes self, HttpContext context) => self.MarkRead(context, id: null))
            .RequirePortalScope(PortalAccess.NotificationRead);
        routes
            .MapPost(PortalInboxRoutes.Address + "/{id}/read", (PortalInboxRoutes self, HttpContext context, string id) => self.MarkRead(context, id))
            .RequirePortalScope(PortalAccess.NotificationRead);
    }

    private static void MapInbox(IEndpointRouteBuilder routes)
    {
        const string tenant = "Tenant of the member: its ID, or ext: followed by your own ID. Required if the member's ID starts with ext:.";
        routes
            .MapGet(Inboxes, (InboxEndpoints self, HttpContext context, string member) => self.List(context, member))
            .WithSummary("List the notifications of a member, newest first, with the number of unread ones.")
            .WithPaging()
            .WithQueryParameter("tenant", tenant)
            .WithQueryParameter("unread", "true lists unread notifications only.", QueryType.Boolean)
            .Produces<NotificationPage>()
            .RequirePermission(InboxEndpoints.ReadPermission);
        routes
            .MapGet(Inboxes + "/stream", (InboxEndpoints self, HttpContext context, string member) => self.Stream(context, member))
            .WithSummary(
                "Stream changes of a member's notifications as server-sent events named by the event's type. resync means: list again. Send Last-Event-ID to resume."
            )
            .WithQueryParameter("tenant", tenant)
            .WithQueryParameter("after", "Position after which to start. Without it, the stream starts now.", QueryType.Integer(0))
            .Produces<StreamedNotification>(StatusCodes.Status200OK, "text/event-stream")
            .RequirePermission(InboxEndpoints.ReadPermission)
            .WithMetadata(new EndlessResponse());
        routes
            .MapPost(Inboxes + "/read_all", (InboxEndpoints self, HttpContext context, string member) => self.MarkAll(context, member))
            .WithSummary("Mark all notifications of a member as read.")
            .WithQueryParameter("tenant", tenant)
            .Produces<UnreadNotifications>()
            .RequirePermission(InboxEndpoints.Intake);
        routes
            .MapPost(
                Inboxes + "/{notification}/read",
                (InboxEndpoints self, HttpContext context, string member, string notification) => self.Mark(context, member, notification, isClick: false)
            )
            .WithSummary("Mark a notification as read. Repeating it changes nothing.")
            .WithQueryParameter("tenant", tenant)
            .Produces<NotificationView>()
            .RequirePermission(InboxEndpoints.Intake);
        routes
            .MapPost(
                Inboxes + "/{notification}/click",
                (InboxEndpoints self, HttpContext context, string member, string notification) => self.Mark(context, member, notification, isClick: true)
            )
            .WithSummary("Report that a member opened the link of a notification. Also marks it as read.")
            .WithQueryParameter("tenant", tenant)
            .Produces<NotificationView>()
            .RequirePermission(InboxEndpoints.Intake);
    }

    private static Task<RenderFragment> DrawAction(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        Task.FromResult(PageResult.Of<SendMessageButton>((nameof(SendMessageButton.Place), place)));

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(place, work);
        var inbox = services.GetRequiredService<Inbox>();
        return PageResult.Of<MemberNotificationsPanel>(
            (nameof(MemberNotificationsPanel.Rows), (await inbox.Find(new(member.TenantId, member.Id, Limit: PanelSize), work)).Data),
            (nameof(MemberNotificationsPanel.Unread), await inbox.CountUnread(member.TenantId, member.Id, work)),
            (nameof(MemberNotificationsPanel.Place), place)
        );
    }
}
