using Microsoft.AspNetCore.Mvc;
using OwnerConsole.Client;
using StudioApp.Looks;
using StudioApp.SignIns;
using StudioApp.Studios;

namespace StudioApp.Notifications;

/// <summary>The signed-in person's notifications, as the console keeps them.</summary>
internal static class NotificationRoutes
{
    public const string Address = "/notifications";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, List);
        routes.MapPost(Address + "/read", MarkAllRead);
        routes.MapPost(Address + "/{id}/open", Open);
    }

    private static async Task<IResult> List(HttpContext context, OwnerConsoleClient console)
    {
        var visitor = SignedInUser.Of(context)!; // all pages require a sign-in
        try
        {
            return PageRenderer.Render<NotificationsPage>(
                context,
                ("Inbox", await console.Notifications(visitor.Studio, visitor.Person, stop: context.RequestAborted))
            );
        }
        catch (Exception away) when (away is HttpRequestException or RefusedException)
        {
            return PageRenderer.Render<ConsoleUnavailablePage>(context);
        }
    }

    private static async Task<IResult> MarkAllRead(HttpContext context, OwnerConsoleClient console, NotificationBell bell)
    {
        var visitor = SignedInUser.Of(context)!; // all pages require a sign-in
        await console.MarkAllRead(visitor.Studio, visitor.Person, context.RequestAborted);
        bell.Forget(visitor.Person);
        return Results.Redirect(Address);
    }

    /// <summary>Marks a notification as read and follows its link.</summary>
    private static async Task<IResult> Open([FromRoute] string id, HttpContext context, OwnerConsoleClient console, NotificationBell bell)
    {
        var visitor = SignedInUser.Of(context)!; // all pages require a sign-in
        var opened = await console.MarkRead(visitor.Studio, visitor.Person, id, isClick: true, context.RequestAborted);
        bell.Forget(visitor.Person);
        return Results.Redirect(opened.Link ?? Address);
    }
}
