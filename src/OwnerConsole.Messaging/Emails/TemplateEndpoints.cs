using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Serves email templates, their translations and their versions through the API.</summary>
public sealed class TemplateEndpoints(Database database, EmailTemplates templates)
{
    private const string Address = "/api/v1/mail/templates",
        LanguageText = "BCP 47 tag of a translation, such as de. The default text when omitted.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, (HttpContext context, TemplateEndpoints self) => self.List(context))
            .WithSummary("List email templates with their current default texts.")
            .WithListPaging()
            .Produces<Page<TemplateView>>()
            .RequirePermission(TemplateRoutes.Read);
        routes
            .MapGet(Address + "/{name}", (HttpContext context, string name, TemplateEndpoints self) => self.Get(context, name))
            .WithSummary("Get the current text of an email template in a language.")
            .WithQueryParameter("language", LanguageText)
            .Produces<TemplateView>()
            .RequirePermission(TemplateRoutes.Read);
        routes
            .MapGet(Address + "/{name}/versions", (HttpContext context, string name, TemplateEndpoints self) => self.ListVersions(context, name))
            .WithSummary("List the versions of an email template in a language, newest first.")
            .WithListPaging()
            .WithQueryParameter("language", LanguageText)
            .Produces<Page<TemplateVersionEntry>>()
            .RequirePermission(TemplateRoutes.Read);
        routes
            .MapGet(
                Address + "/{name}/versions/{version}",
                (HttpContext context, string name, string version, TemplateEndpoints self) => self.GetVersion(context, name, version)
            )
            .WithSummary("Get a version of an email template with its content.")
            .WithQueryParameter("language", LanguageText)
            .Produces<TemplateVersionView>()
            .RequirePermission(TemplateRoutes.Read);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var rows = await templates.List(work);
        return Results.Json(
            new Page<TemplateView>([.. rows.Select(row => TemplateView.Of(row, templates.Find(row.Name)!, row.Text))], null, null),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Get(HttpContext context, string name)
    {
        var (template, language) = Read(context, name);
        await using var work = await database.Read(context.RequestAborted);
        var text = await templates.Find(template, language, work) ?? throw Problem.NotFound("translation");
        var row = (await templates.List(work)).Single(templateRow => templateRow.Name == name);
        return Results.Json(TemplateView.Of(row, template, text), Json.ResponseOptions);
    }

    private async Task<IResult> ListVersions(HttpContext context, string name)
    {
        var (template, language) = Read(context, name);
        await using var work = await database.Read(context.RequestAborted);
        var versions = await TemplateVersion.List(template, language, work);
        return Results.Json(new Page<TemplateVersionEntry>([.. versions.Select(TemplateVersionEntry.Of)], null, null), Json.ResponseOptions);
    }

    private async Task<IResult> GetVersion(HttpContext context, string name, string version)
    {
        var (template, language) = Read(context, name);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(TemplateVersionView.Of(await TemplateDraft.ReadVersion(template, language, version, work)), Json.ResponseOptions);
    }

    private (EmailTemplate Template, string? Language) Read(HttpContext context, string name)
    {
        context.Request.RequireKnown("language");
        return (templates.Find(name) ?? throw Problem.NotFound("email template"), TemplateFacts.ReadLanguage(context.Request.Text("language"), "language"));
    }
}
