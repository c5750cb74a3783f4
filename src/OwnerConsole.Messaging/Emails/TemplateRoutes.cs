using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Emails.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Serves email templates as pages and through the API.</summary>
public sealed class TemplateRoutes(Database database, EmailTemplates templates, Previews previews, Runner runner)
{
    public const string Address = "/settings/templates",
        Read = "mail_template.read";

    private const string Change = "mail_template.change",
        One = Address + "/{name}";

    public static string Of(string template) => $"{Address}/{template}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, TemplateRoutes self) => self.Show(context)).RequirePermission(Read);
        routes
            .MapGet(One, (HttpContext context, string name, TemplateRoutes self) => self.Edit(context, name, filled: null, trouble: null))
            .RequirePermission(Read);
        routes.MapPost(One, (HttpContext context, string name, TemplateRoutes self) => self.Save(context, name)).RequirePermission(Change);
        routes.MapPost(One + "/words", (HttpContext context, string name, TemplateRoutes self) => self.Words(context, name)).RequirePermission(Change);
        routes.MapGet(One + "/html", (HttpContext context, string name, TemplateRoutes self) => self.Html(context, name)).RequirePermission(Read).Sandboxed();
        routes
            .MapPost(One + "/html", (HttpContext context, string name, TemplateRoutes self) => self.Html(context, name))
            .RequirePermission(Change)
            .Sandboxed();
        routes
            .MapGet("/api/v1/mail/templates", (HttpContext context, TemplateRoutes self) => self.List(context))
            .WithSummary("List email templates with their current content.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<TemplateView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult("Email templates", PageResult.Of<TemplatesPage>((nameof(TemplatesPage.Templates), await templates.List(work))));
    }

    /// <param name="filled">Submitted content; null to show the current content.</param>
    private async Task<IResult> Edit(HttpContext context, string name, EmailContent? filled, string? trouble)
    {
        var template = Known(name);
        await using var work = await database.Read(context.RequestAborted);
        var row = (await templates.List(work)).Single(templateRow => templateRow.Name == name);
        var isOriginal = IsOriginal(context);
        var words = filled ?? (isOriginal ? template.Words : row.Words);
        var mistake = EmailRenderer.FindError(template, words, context.RequestAborted);
        return new PageResult(
            template.Title,
            PageResult.Of<TemplatePage>(
                (nameof(TemplatePage.Template), template),
                (nameof(TemplatePage.Caller), Caller.Of(context)),
                (nameof(TemplatePage.Words), words),
                (
                    nameof(TemplatePage.Sheet),
                    mistake is null ? EmailRenderer.Example(template, words, await PlatformAddress.Of(work), context.RequestAborted) : null
                ),
                (nameof(TemplatePage.Mistake), mistake),
                (nameof(TemplatePage.ChangedAt), row.ChangedAt),
                (nameof(TemplatePage.IsSetUp), await MailSettings.Find(work) is not null),
                (nameof(TemplatePage.IsOriginal), isOriginal),
                (nameof(TemplatePage.Trouble), trouble)
            )
        )
        {
            Status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> Save(HttpContext context, string name)
    {
        var (words, caller) = (await Sent(context), Caller.Of(context)!);
        try
        {
            var input = Json.Element(new ChangeMailTemplate.Input(name, words.Subject, words.Html, words.Text));
            var preview = await previews.Create(caller, Change, TargetSelection.Of(IdGenerator.Platform), input, context.RequestAborted);
            var run = await runner.Start(caller, new(preview.PreviewId) { LoadedPreview = preview }, null, context.RequestAborted);
            return new ToastResult(new("1 email template changed") { Undo = OperationAddress.Undo(run.RunId, Of(name)) }, Of(name));
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return await Edit(context, name, words, problem.Errors is null ? problem.Message : "This content can't be sent. Fix the mistakes below.");
        }
    }

    /// <summary>Preview of subject and text while a user is typing.</summary>
    private async Task<IResult> Words(HttpContext context, string name)
    {
        var (template, words) = (Known(name), await Sent(context));
        var mistake = EmailRenderer.FindError(template, words, context.RequestAborted);
        return new PageResult(
            template.Title,
            PageResult.Of<TemplatePreview>(
                (nameof(TemplatePreview.Mistake), mistake),
                (nameof(TemplatePreview.Sheet), mistake is null ? EmailRenderer.Example(template, words, await Url(context), context.RequestAborted) : null)
            )
        );
    }

    /// <summary>The HTML part, for a frame without scripts and external resources, because its content is written by users.</summary>
    private async Task<IResult> Html(HttpContext context, string name)
    {
        var template = Known(name);
        var words =
            HttpMethods.IsPost(context.Request.Method) ? await Sent(context)
            : IsOriginal(context) ? template.Words
            : await Saved(template, context);
        return EmailRenderer.FindError(template, words, context.RequestAborted) is null
            ? Results.Content(EmailRenderer.Example(template, words, await Url(context), context.RequestAborted).Html, "text/html; charset=utf-8")
            : Results.Content("<!doctype html><title>Preview</title><p>No preview, because the content has a mistake.</p>", "text/html; charset=utf-8");
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var rows = await templates.List(work);
        return Results.Json(
            new OwnerConsole.Data.Page<TemplateView>([.. rows.Select(row => TemplateView.Of(row, templates.Find(row.Name)!))], null, null),
            Json.ResponseOptions
        );
    }

    private EmailTemplate Known(string name) => templates.Find(name) ?? throw Problem.NotFound("email template");

    private async Task<EmailContent> Saved(EmailTemplate template, HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await templates.Words(template, work);
    }

    private async Task<string?> Url(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await PlatformAddress.Of(work);
    }

    private static bool IsOriginal(HttpContext context) => context.Request.Text("original") == "true";

    private static async Task<EmailContent> Sent(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string Part(string name) => form[name].ToString().ReplaceLineEndings("\n").Trim();
        return new(Part("subject"), Part("html"), Part("text"));
    }
}
