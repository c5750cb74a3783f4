using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Where the log's checkpoints are mailed, over the API; the page of mail shows it, too.</summary>
public sealed class AnchorRoutes(Database database)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/log/anchor", (HttpContext context, AnchorRoutes self) => self.Find(context))
            .Says("See to which address the log's checkpoints are mailed, and which was the last.")
            .Answers<AnchorView>()
            .Needs(MailRoutes.Read);

    private async Task<IResult> Find(HttpContext context)
    {
        context.Request.Knows();
        await using var work = await database.Read(context.RequestAborted);
        var anchor = await LogAnchor.Find(work);
        return Results.Json(new AnchorView(anchor?.Address, anchor?.Size, anchor?.MailedAt, anchor?.LetterId, anchor?.State), Json.Answers);
    }
}

/// <summary>Where checkpoints are mailed, as the API shows it.</summary>
/// <param name="Address">null when they are mailed to nobody; all else is null, too, then and before the first letter</param>
/// <param name="Size">lines that the last mailed checkpoint stands for</param>
/// <param name="State">of its letter; null when that is not kept any more</param>
public sealed record AnchorView(string? Address, long? Size, DateTimeOffset? MailedAt, string? LetterId, LetterState? State);
