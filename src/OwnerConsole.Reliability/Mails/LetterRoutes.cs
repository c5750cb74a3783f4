using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Mails.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Mails;

/// <summary>What was written and what became of it, as pages and over the API.</summary>
public sealed class LetterRoutes(Database database, LetterList letters, IEnumerable<LetterTemplate> templates, Panels panels)
{
    public const string Address = "/letters",
        Read = "letter.read";

    public static string Of(string letterId) => $"{Address}/{letterId}";

    /// <summary>As somebody reads it; a person who is gone is the end of an id.</summary>
    public static string Whom(LetterRow letter) =>
        letter.RecipientName ?? (letter.Recipient == IdSource.Platform ? "the sender's own address" : $"somebody who is gone ({letter.Recipient[^4..]})");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, LetterRoutes self) => self.Show(context)).OpensAsChosen().Needs(Read);
        routes.MapGet(LetterExport.Address, (HttpContext context, LetterExport self) => self.Send(context)).Needs(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, LetterRoutes self) => self.One(context, id)).Needs(Read);
        routes
            .MapGet("/api/v1/letters", (HttpContext context, LetterRoutes self) => self.List(context))
            .Says("List what was written by mail, the newest first; letters are kept for 30 days.")
            .Pages()
            .Reads("q", "part of the name of whom it is to or of their tenant, or of the template's; or the whole id of a letter")
            .Reads("state", "only those that are waiting, sent, failed, bounced or not_sent")
            .Reads("template", "the name of one template")
            .Reads("sort", $"{LetterFilter.Time} for the oldest first")
            .Answers<Kernel.Data.Page<LetterView>>()
            .Needs(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var address = LetterExport.List(context.Request);
        address.Tidy(context);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var filter = await LetterFilter.Read(context.Request.Query, templates, work);
        return new Page(
            "Letters",
            Page.Of<LettersPage>(
                (nameof(LettersPage.Caller), caller),
                (nameof(LettersPage.Address), address),
                (nameof(LettersPage.Views), await panels.Views(address.Place(caller), work)),
                (nameof(LettersPage.IsCut), filter.Sought?.IsCut ?? false),
                (nameof(LettersPage.Letters), await letters.Find(filter, work)),
                (nameof(LettersPage.Counts), await letters.Count(work))
            )
        );
    }

    private async Task<IResult> One(HttpContext context, string letterId)
    {
        await using var work = await database.Read(context.RequestAborted);
        var letter = await letters.One(letterId, work) ?? throw Problem.NotFound("letter");
        return new Page(
            "Letter",
            Page.Of<LetterPage>(
                (nameof(LetterPage.Letter), letter),
                (nameof(LetterPage.Caller), Caller.Of(context)),
                (nameof(LetterPage.Attempts), await letters.Attempts(letterId, work)),
                (nameof(LetterPage.Dead), await letters.Dead(letterId, work))
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.Knows([.. LetterFilter.Known, "sort", "cursor", "limit"]);
        if (Caller.Of(context) is not { IsBound: false, Population: not Population.Demo })
            throw new Problem(403, "whole_platform", "Letters are the whole platform's. A key for test data or for one tenant does not see them.");
        await using var work = await database.Read(context.RequestAborted);
        var filter = await LetterFilter.Read(context.Request.Query, templates, work);
        var page = await letters.Find(filter with { Limit = context.Request.Limit() }, work);
        return Results.Json(
            new Kernel.Data.Page<LetterView>(
                [
                    .. page.Data.Select(row => new LetterView(
                        row.LetterId,
                        row.TenantId,
                        row.Template,
                        row.Recipient,
                        row.State,
                        row.Why,
                        row.Attempts,
                        row.WrittenAt,
                        row.EndedAt
                    )),
                ],
                page.NextCursor,
                page.Total
            ),
            Json.Answers
        );
    }
}

/// <summary>A letter as the API shows it.</summary>
/// <param name="Recipient">a member, a person of the team, a tenant, or the platform for its sender's own address</param>
/// <param name="Why">it waits, failed, bounced or was not sent</param>
public sealed record LetterView(
    string Id,
    string TenantId,
    string Template,
    string Recipient,
    LetterState State,
    string? Why,
    int Attempts,
    DateTimeOffset WrittenAt,
    DateTimeOffset? EndedAt
);
