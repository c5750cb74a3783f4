using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.Alerts.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>The public page by which the recipient of a notification acknowledges its alerts.</summary>
/// <remarks>A GET changes nothing, because mail scanners and chats open all links.</remarks>
internal sealed class AlertLinkRoutes(
    Database database,
    AlertLinks links,
    IEnumerable<IChannelPoster> posters,
    Previews previews,
    Runner runner,
    TimeProvider clock
)
{
    /// <summary>Kind of the name of a notification, which is the actor of the acknowledgement.</summary>
    private const string EntityKind = "alert_link";

    /// <summary>Runs with more subjects are queued, and no worker finds the permissions of a link.</summary>
    private const int MaxImmediateAlerts = 25;

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Why = "the signed link in a notification authenticates the request, which can only acknowledge the alerts of that notification";
        const string Address = AlertLinks.Path + "/{token}";
        routes.MapGet(Address, (HttpContext context, string token, AlertLinkRoutes self) => self.Show(context, token)).AllowAnyone(Why);
        routes
            .MapPost(Address, (HttpContext context, string token, AlertLinkRoutes self) => self.Acknowledge(context, token))
            .AllowAnyone(Why)
            .DisableAntiforgery(); // the link is the proof, also in a browser that keeps no cookies
    }

    private async Task<IResult> Show(HttpContext context, string token) =>
        await Find(token, context.RequestAborted) is { } found ? Draw(found, problem: null) : Invalid();

    private async Task<IResult> Acknowledge(HttpContext context, string token)
    {
        if (await Find(token, context.RequestAborted) is not { } found)
            return Invalid();
        if (found.Open.Count == 0)
            return Draw(found, problem: null);
        try
        {
            await Run(found, context.RequestAborted);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            // Someone else was faster, or an emergency stop is active.
            var now = await Find(token, context.RequestAborted);
            return now is null ? Invalid() : Draw(now, now.Open.Count > 0 ? problem.Message : null);
        }
        return Results.Redirect(AlertLinks.Of(token));
    }

    /// <summary>The acknowledgement is a run in the name of the link, which has no other permission.</summary>
    private async Task Run(LinkedNotification found, CancellationToken stop)
    {
        await using (var work = await database.Write(WriteOrigin.Intake("alert.link"), [IdGenerator.Platform], stop))
        {
            await work.SetName(found.Id, EntityKind, $"Link sent to {found.Recipient}");
            await work.Commit();
        }
        var caller = new Caller(found.Id, CallerKind.System, [AcknowledgeAlert.Name]);
        foreach (var alerts in found.Open.Chunk(MaxImmediateAlerts)) // usually one
        {
            var preview = await previews.Create(caller, AcknowledgeAlert.Name, TargetSelection.Of(alerts), Json.Element(new { }), stop);
            await runner.Start(caller, new(preview.PreviewId, "The link in a notification was used."), key: null, stop);
        }
    }

    private async Task<LinkedNotification?> Find(string token, CancellationToken stop)
    {
        if (links.FindNotification(token, clock.GetUtcNow()) is not { } id)
            return null;
        await using var work = await database.ReadTenants([IdGenerator.Platform], stop);
        return await LinkedNotification.Find(id, posters, work);
    }

    private static SignedOutPageResult Draw(LinkedNotification found, string? problem) =>
        new("Acknowledge alerts", PageResult.Of<AlertLinkPage>((nameof(AlertLinkPage.Notification), found), (nameof(AlertLinkPage.Problem), problem)))
        {
            Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict,
        };

    private static SignedOutPageResult Invalid() => new("Link not valid", PageResult.Of<AlertLinkInvalidPage>()) { Status = StatusCodes.Status404NotFound };
}
