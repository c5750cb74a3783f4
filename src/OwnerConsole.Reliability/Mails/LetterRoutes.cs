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

/// <summary>Serves the email log as pages and through the API.</summary>
public sealed class LetterRoutes(Database database, LetterList letters, IEnumerable<LetterTemplate> templates, Panels panels)
{
    public const string Address = "/letters",
        Read = "letter.read";

    public static string Of(string letterId) => $"{Address}/{letterId}";

    /// <summary>Display name of the recipient; a removed recipient is shown with the end of its id.</summary>
    public static string Whom(LetterRow letter) =>
        letter.RecipientName ?? (letter.Recipient == IdSource.Platform ? "the sender address" : $"removed recipient ({letter.Recipient[^4..]})");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, LetterRoutes self) => self.Show(context)).OpensAsChosen().Needs(Read);
        routes.MapGet(LetterExport.Address, (HttpContext context, LetterExport self) => self.Send(context)).Needs(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, LetterRoutes self) => self.One(context, id)).Needs(Read);
        routes
            .MapGet("/api/v1/letters", (HttpContext context, LetterRoutes self) => self.List(context))
            .Says("List emails, newest first. Emails are kept for 30 days.")
            .Pages()
            .Reads("q", "Part of the recipient's, tenant's or template's name, or a complete email id.")
            .Reads("state", "State: waiting, sent, failed, bounced or not_sent.")
            .Reads("template", "Name of a template.")
            .Reads("sort", $"Set to {LetterFilter.Time} to list the oldest first.")
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
            "Email log",
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
        var letter = await letters.One(letterId, work) ?? throw Problem.NotFound("email");
        return new Page(
            "Email",
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
            throw new Problem(403, "whole_platform", "The email log covers the whole platform. A key limited to test data or to one tenant can't read it.");
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

/// <summary>An email as returned by the API.</summary>
/// <param name="Recipient">Id of a member, a team member or a tenant, or of the platform for the sender address.</param>
/// <param name="Why">Why the email is waiting, failed, bounced or was skipped.</param>
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
