using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Serves the pages of email templates.</summary>
public sealed class TemplateRoutes(Database database, EmailTemplates templates, Previews previews, Runner runner)
{
    public const string Address = "/settings/templates",
        Read = "mail_template.read";

    internal const string Change = "mail_template.change";

    private const string One = Address + "/{name}";

    /// <param name="language">Language of a translation; null for the default text.</param>
    public static string Of(string template, string? language = null) => $"{Address}/{template}{Query(language)}";

    /// <returns>Page that compares a version with the current text.</returns>
    public static string OfVersion(string template, string? language, int version) => $"{Address}/{template}/versions/{version}{Query(language)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, TemplateRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(One, (HttpContext context, string name, TemplateRoutes self) => self.Open(context, name)).RequirePermission(Read);
        routes.MapPost(One, (HttpContext context, string name, TemplateRoutes self) => self.Save(context, name)).RequirePermission(Change);
        routes.MapPost(One + "/words", (HttpContext context, string name, TemplateRoutes self) => self.Words(context, name)).RequirePermission(Change);
        routes.MapGet(One + "/html", (HttpContext context, string name, TemplateRoutes self) => self.Html(context, name)).RequirePermission(Read).Sandboxed();
        routes
            .MapPost(One + "/html", (HttpContext context, string name, TemplateRoutes self) => self.Html(context, name))
            .RequirePermission(Change)
            .Sandboxed();
        routes
            .MapGet(
                One + "/versions/{version}",
                (HttpContext context, string name, string version, TemplateRoutes self) => self.Compare(context, name, version)
            )
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult("Email templates", PageResult.Of<TemplatesPage>((nameof(TemplatesPage.Templates), await templates.List(work))));
    }

    private async Task<IResult> Open(HttpContext context, string name)
    {
        var template = Known(name);
        await using var work = await database.Read(context.RequestAborted);
        string? language = null,
            mistake = null;
        try
        {
            language = Language(context);
        }
        catch (Problem problem)
        {
            mistake = problem.Errors?.Values.First()[0];
        }
        var draft = await TemplateDraft.Saved(template, templates, language, context, work);
        return await Page(draft, context, work, null, mistake);
    }

    /// <param name="trouble">Why the submitted text was not saved; null for a text that was not submitted.</param>
    /// <param name="languageError">Why the language of a new translation was refused.</param>
    private async Task<IResult> Page(TemplateDraft draft, HttpContext context, UnitOfWork work, string? trouble, string? languageError)
    {
        var row = (await templates.List(work)).Single(templateRow => templateRow.Name == draft.Template.Name);
        var mistake = draft.FindError(work.Stop);
        var versions = await TemplateVersion.List(draft.Template, draft.Language, work);
        var page = new TemplatePageModel(
            draft,
            mistake is null ? await draft.Render(work) : null,
            mistake,
            row.Languages,
            versions,
            context.Request.Text("version"),
            await MailSettings.Find(work) is not null,
            trouble,
            languageError
        );
        return new PageResult(
            draft.Template.Title,
            PageResult.Of<TemplatePage>((nameof(TemplatePage.Page), page), (nameof(TemplatePage.Caller), Caller.Of(context)))
        )
        {
            Status = trouble is null && languageError is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> Save(HttpContext context, string name)
    {
        var (caller, draft) = (Caller.Of(context)!, await Submitted(context, name));
        try
        {
            var (words, here) = (draft.Words, Of(name, draft.Language));
            var input = Json.Element(new ChangeMailTemplate.Input(name, words.Subject, words.Html, words.Text, draft.Language));
            var preview = await previews.Create(caller, Change, TargetSelection.Of(IdGenerator.Platform), input, context.RequestAborted);
            var run = await runner.Start(caller, new(preview.PreviewId) { LoadedPreview = preview }, null, context.RequestAborted);
            return new ToastResult(new("1 email template changed") { Undo = OperationAddress.Undo(run.RunId, here) }, here);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            await using var work = await database.Read(context.RequestAborted);
            return await Page(draft, context, work, problem.Errors is null ? problem.Message : "This content can't be sent. Fix the mistakes below.", null);
        }
    }

    /// <summary>Preview of subject and text while a user is typing.</summary>
    private async Task<IResult> Words(HttpContext context, string name)
    {
        var draft = await Submitted(context, name);
        await using var work = await database.Read(context.RequestAborted);
        var mistake = draft.FindError(work.Stop);
        return new PageResult(
            draft.Template.Title,
            PageResult.Of<TemplatePreview>(
                (nameof(TemplatePreview.Draft), draft),
                (nameof(TemplatePreview.Mistake), mistake),
                (nameof(TemplatePreview.Sheet), mistake is null ? await draft.Render(work) : null)
            )
        );
    }

    /// <summary>The HTML part, for a frame without scripts and external resources, because its content is written by users.</summary>
    private async Task<IResult> Html(HttpContext context, string name)
    {
        var submitted = HttpMethods.IsPost(context.Request.Method) ? await Submitted(context, name) : null;
        await using var work = await database.Read(context.RequestAborted);
        var draft = submitted ?? await TemplateDraft.Saved(Known(name), templates, Language(context), context, work);
        return Results.Content(
            draft.FindError(work.Stop) is null
                ? (await draft.Render(work)).Html
                : "<!doctype html><title>Preview</title><p>No preview, because the content has a mistake.</p>",
            "text/html; charset=utf-8"
        );
    }

    private async Task<IResult> Compare(HttpContext context, string name, string number)
    {
        var (template, language) = (Known(name), Language(context));
        await using var work = await database.Read(context.RequestAborted);
        var version = await TemplateDraft.ReadVersion(template, language, number, work);
        return new PageResult(
            version.Number == 0 ? "Built-in text" : $"Version {version.Number}",
            PageResult.Of<TemplateVersionPage>(
                (nameof(TemplateVersionPage.Template), template),
                (nameof(TemplateVersionPage.Caller), Caller.Of(context)),
                (nameof(TemplateVersionPage.Version), version),
                (nameof(TemplateVersionPage.Current), (await templates.Find(template, language, work))?.Content)
            )
        );
    }

    private EmailTemplate Known(string name) => templates.Find(name) ?? throw Problem.NotFound("email template");

    private async Task<TemplateDraft> Submitted(HttpContext context, string name)
    {
        var template = Known(name);
        await using var work = await database.Read(context.RequestAborted);
        return await TemplateDraft.Submitted(template, context, work);
    }

    private static string? Language(HttpContext context) => TemplateFacts.ReadLanguage(context.Request.Text("language"), "language");

    private static string Query(string? language) => language is null ? "" : $"?language={language}";
}

/// <summary>What the page of a template shows.</summary>
/// <param name="Sheet">The rendered email; null when the content has a mistake.</param>
/// <param name="Languages">Languages of the saved translations.</param>
/// <param name="Versions">Versions of the text in this language, newest first; empty for a new translation.</param>
/// <param name="LoadedVersion">Number of the version in the form, which is not saved yet; null for the current text.</param>
/// <param name="Trouble">Why the submitted content was not saved.</param>
/// <param name="LanguageError">Why the language of a new translation was refused.</param>
public sealed record TemplatePageModel(
    TemplateDraft Draft,
    RenderedEmail? Sheet,
    TemplateError? Mistake,
    IReadOnlyList<string> Languages,
    IReadOnlyList<TemplateVersion> Versions,
    string? LoadedVersion,
    bool IsSetUp,
    string? Trouble,
    string? LanguageError
)
{
    /// <returns>Query of the saved text that the page shows, in these colors.</returns>
    internal string Query(ColorScheme scheme)
    {
        var parts = new[]
        {
            Draft.Language is null ? null : $"language={Draft.Language}",
            LoadedVersion is null ? null : $"version={LoadedVersion}",
            Draft.Member.Length == 0 ? null : $"member={Uri.EscapeDataString(Draft.Member)}",
            scheme is ColorScheme.Light ? null : $"scheme={scheme.ToText()}",
        };
        var query = string.Join('&', parts.OfType<string>());
        return query.Length == 0 ? "" : $"?{query}";
    }
}
