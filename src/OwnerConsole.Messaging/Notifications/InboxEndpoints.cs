using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Streams;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>API endpoints for the inbox of a member, called by the application that shows the notifications.</summary>
public sealed class InboxEndpoints(Inbox inbox, Database database, IEventStream stream)
{
    public const string ReadPermission = "notification.read";

    /// <summary>Permission and intake for marking notifications as read.</summary>
    public const string Intake = "notification.report";

    public async Task<IResult> List(HttpContext context, string member)
    {
        var request = context.Request;
        request.RequireKnown("tenant", "unread", "cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var (tenantId, memberId) = await Resolve(context, member, work);
        var page = await inbox.Find(new(tenantId, memberId, request.Flag("unread"), request.Text("cursor"), request.Limit()), work);
        return Results.Json(
            new NotificationPage([.. page.Data.Select(NotificationView.Of)], page.NextCursor, await inbox.CountUnread(tenantId, memberId, work)),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Mark(HttpContext context, string member, string notification, bool isClick)
    {
        context.Request.RequireKnown("tenant");
        var (tenantId, memberId) = await Resolve(context, member);
        await using var work = await Begin(tenantId, context);
        await inbox.MarkRead(tenantId, memberId, notification, isClick, work);
        var row = await inbox.Find(tenantId, memberId, [notification], work) is [var found] ? found : throw Problem.NotFound("notification", notification);
        await work.Commit();
        return Results.Json(NotificationView.Of(row), Json.ResponseOptions);
    }

    public async Task<IResult> MarkAll(HttpContext context, string member)
    {
        context.Request.RequireKnown("tenant");
        var (tenantId, memberId) = await Resolve(context, member);
        await using var work = await Begin(tenantId, context);
        await inbox.MarkRead(tenantId, memberId, null, isClick: false, work);
        var unread = await inbox.CountUnread(tenantId, memberId, work);
        await work.Commit();
        return Results.Json(new UnreadNotifications(unread), Json.ResponseOptions);
    }

    public async Task<IResult> Stream(HttpContext context, string member)
    {
        context.Request.RequireKnown("tenant", "after");
        var (tenantId, memberId) = await Resolve(context, member);
        return await stream.Send(context, memberId, (batch, stop) => Select(tenantId, memberId, batch, stop));
    }

    private async Task<IReadOnlyList<StreamEvent>> Select(string tenantId, string memberId, StreamBatch batch, CancellationToken stop)
    {
        var lines = batch
            .Lines.Where(line => line.TenantId == tenantId && line.Event?.StartsWith("notification.", StringComparison.Ordinal) == true)
            .Select(line => (Line: line, Id: NotificationEvents.NotificationOf(line.Data!))) // not null: events have data
            .ToList();
        if (lines.Count == 0)
            return [];
        await using var work = await database.Read(stop);
        var records = await Kernel.Tenancy.MemberRecords.Of(tenantId, memberId, work);
        lines.RemoveAll(entry => !records.Contains(entry.Line.Subject!)); // not null: the member
        if (lines.Count == 0)
            return [];
        var rows = (await inbox.Find(tenantId, memberId, [.. lines.Select(entry => entry.Id)], work)).ToDictionary(
            row => row.NotificationId,
            NotificationView.Of,
            StringComparer.Ordinal
        );
        var unread = await inbox.CountUnread(tenantId, memberId, work);
        return
        [
            .. lines.Select(entry => new StreamEvent(
                entry.Line.Event!, // not null: filtered above
                entry.Line.Pos,
                Json.Text(new StreamedNotification(entry.Id, unread, rows.GetValueOrDefault(entry.Id)))
            )),
        ];
    }

    private Task<UnitOfWork> Begin(string tenantId, HttpContext context)
    {
        database.DiskSpaceGuard.ThrowIfFull();
        return database.Write(WriteOrigin.Intake(Intake), [tenantId], context.RequestAborted);
    }

    private async Task<(string TenantId, string MemberId)> Resolve(HttpContext context, string member)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await Resolve(context, member, work);
    }

    /// <summary>External ids are unique within a tenant, so that one also needs the tenant.</summary>
    private static async Task<(string TenantId, string MemberId)> Resolve(HttpContext context, string member, UnitOfWork work)
    {
        var caller = Caller.Of(context)!; // the routes require a permission, so the caller is signed in
        if (context.Request.Text("tenant") is { } tenant)
        {
            var tenantId = await SubjectResolver.Tenant(caller, tenant, work);
            return (tenantId, await SubjectResolver.MemberOf(tenantId, member, work) ?? throw Problem.NotFound("member", member));
        }
        if (member.StartsWith("ext:", StringComparison.Ordinal))
            throw Problem.Invalid("tenant", "is required with an ID that starts with ext:. Add the ID of the member's tenant.");
        var found = await SubjectResolver.Member(caller, member, work);
        return (found.TenantId, found.Id);
    }
}
