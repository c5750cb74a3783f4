using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Messaging.Emails.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Serves the email log as pages and through the API.</summary>
public sealed class EmailRoutes(Database database, EmailList emails, IEnumerable<EmailTemplate> templates, Panels panels)
{
    public const string Address = "/emails",
        Read = "email.read";

    public static string Of(string emailId) => $"{Address}/{emailId}";

    /// <summary>Display name of the recipient; a removed recipient is shown with the end of its id.</summary>
    public static string RecipientText(EmailRow email) =>
        email.RecipientName ?? (email.Recipient == IdGenerator.Platform ? "the sender address" : $"removed recipient ({email.Recipient[^4..]})");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, EmailRoutes self) => self.Show(context)).WithSavedViews().RequirePermission(Read);
        routes.MapGet(EmailExport.Address, (HttpContext context, EmailExport self) => self.Send(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, EmailRoutes self) => self.ShowEmail(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/emails", (HttpContext context, EmailRoutes self) => self.List(context))
            .WithSummary("List emails, newest first. Emails are kept for 30 days.")
            .WithPaging()
            .WithQueryParameter("q", "Part of the recipient's, tenant's or template's name, or a complete email id.")
            .WithQueryParameter("state", "State of the email.", QueryType.OneOf<EmailState>())
            .WithQueryParameter("template", "Name of a template.")
            .WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(EmailFilter.Time))
            .Produces<OwnerConsole.Data.Page<EmailView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var address = EmailExport.List(context.Request);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var filter = await EmailFilter.Read(context.Request.Query, templates, work);
        return new PageResult(
            "Email log",
            PageResult.Of<EmailsPage>(
                (nameof(EmailsPage.Address), address),
                (nameof(EmailsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(EmailsPage.IsCut), filter.Search?.IsCut ?? false),
                (nameof(EmailsPage.Emails), await emails.Find(filter, work)),
                (nameof(EmailsPage.Counts), await emails.Count(work))
            )
        );
    }

    private async Task<IResult> ShowEmail(HttpContext context, string emailId)
    {
        await using var work = await database.Read(context.RequestAborted);
        var email = await emails.Get(emailId, work) ?? throw Problem.NotFound("email");
        return new PageResult(
            "Email",
            PageResult.Of<EmailPage>(
                (nameof(EmailPage.Email), email),
                (nameof(EmailPage.Caller), Caller.Of(context)),
                (nameof(EmailPage.Attempts), await emails.Attempts(emailId, work)),
                (nameof(EmailPage.Reports), await emails.Reports(emailId, work)),
                (nameof(EmailPage.Dead), await emails.FindDeadItem(emailId, work))
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. EmailFilter.ParameterNames, "sort", "cursor", "limit"]);
        if (Caller.Of(context) is not { IsScoped: false, Mode: not Mode.Test })
            throw Problem.WholePlatform("The email log covers the whole platform. A key limited to test data or to one tenant can't read it.");
        await using var work = await database.Read(context.RequestAborted);
        var filter = await EmailFilter.Read(context.Request.Query, templates, work);
        var page = await emails.Find(filter with { Limit = context.Request.Limit() }, work);
        return Results.Json(
            new OwnerConsole.Data.Page<EmailView>(
                [
                    .. page.Data.Select(row => new EmailView(
                        row.EmailId,
                        row.TenantId,
                        row.Template,
                        row.Recipient,
                        row.State,
                        row.Reason,
                        row.Attempts,
                        row.VendorId,
                        row.CreatedAt,
                        row.EndedAt,
                        row.Version,
                        row.Language
                    )),
                ],
                page.NextCursor,
                page.Total
            ),
            Json.ResponseOptions
        );
    }
}

/// <summary>An email as returned by the API.</summary>
/// <param name="Template">Name of the template.</param>
/// <param name="Recipient">Id of a member, a team member or a tenant, or of the platform for the sender address.</param>
/// <param name="Reason">Why the email is waiting, failed, bounced or was skipped.</param>
/// <param name="Attempts">Number of attempts to send it.</param>
/// <param name="VendorId">ID of the email at Resend or SendGrid; null by SMTP.</param>
/// <param name="EndedAt">When it was sent or given up; null while it is waiting.</param>
/// <param name="Version">Version of the template that it was rendered with; 0 for the built-in text, null before. The texts of broadcasts and automations are not part of it: the template is their frame.</param>
/// <param name="Language">Language of the translation that it was rendered with; null for the default text.</param>
public sealed record EmailView(
    string Id,
    string TenantId,
    string Template,
    string Recipient,
    EmailState State,
    string? Reason,
    int Attempts,
    string? VendorId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    int? Version,
    string? Language
);
