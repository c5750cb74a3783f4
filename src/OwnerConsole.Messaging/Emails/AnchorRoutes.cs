using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Serves the recipient of audit log checkpoints through the API.</summary>
public sealed class AnchorRoutes(Database database)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/log/anchor", (HttpContext context, AnchorRoutes self) => self.Find(context))
            .WithSummary("Get the recipient of audit log checkpoints and the last checkpoint sent.")
            .Produces<AnchorView>()
            .RequirePermission(MailRoutes.Read);

    private async Task<IResult> Find(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var anchor = await LogAnchor.Find(work);
        return Results.Json(new AnchorView(anchor?.Address, anchor?.Size, anchor?.MailedAt, anchor?.EmailId, anchor?.State), Json.ResponseOptions);
    }
}

/// <summary>The recipient of checkpoints as returned by the API.</summary>
/// <param name="Address">Email address of the recipient; null if checkpoints are not sent. The other fields are null in this case and before the first email.</param>
/// <param name="Size">Number of log entries that the last checkpoint covers.</param>
/// <param name="MailedAt">When the last checkpoint was sent.</param>
/// <param name="EmailId">ID of that email.</param>
/// <param name="State">State of the email; null when the email has been deleted.</param>
public sealed record AnchorView(string? Address, long? Size, DateTimeOffset? MailedAt, string? EmailId, EmailState? State);
