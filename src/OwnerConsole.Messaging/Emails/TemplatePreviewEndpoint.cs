using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Renders an email template through the API without storing or sending anything.</summary>
public sealed class TemplatePreviewEndpoint(Database database, EmailTemplates templates)
{
    private static readonly TemplatePreviewRequest s_example = new(
        new("New sign-in: {{device}}", "<p>{{recipient.name}}, was that you on {{device}}?</p>"),
        Values: new Dictionary<string, string>(StringComparer.Ordinal) { ["device"] = "Firefox on Linux" }
    );

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/v1/mail/templates/{name}/preview", (HttpContext context, string name, TemplatePreviewEndpoint self) => self.Preview(context, name))
            .WithSummary("Render an email template with example values. Nothing is stored or sent. Rendering a draft requires mail_template.change.")
            .AcceptsJson<TemplatePreviewRequest>()
            .WithBodyExample(Json.Element(s_example))
            .Produces<TemplatePreviewView>()
            .RequirePermission(TemplateRoutes.Read);

    private async Task<IResult> Preview(HttpContext context, string name)
    {
        context.Request.RequireKnown();
        var request = await RequestBody.ReadJson<TemplatePreviewRequest>(context, context.RequestAborted);
        var template = templates.Find(name) ?? throw Problem.NotFound("email template", name);
        var caller = Caller.Of(context)!; // the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var recipient = await FindMember(request.Member, caller, work);
        var language =
            TemplateFacts.ReadLanguage(request.Language, "language") ?? (request.Content is null && request.Version is null ? recipient?.Language : null);
        var draft = new TemplateDraft(template, language, request.Content?.AsContent ?? template.Words)
        {
            Samples = Check(template, request.Values ?? new Dictionary<string, string>(StringComparer.Ordinal)),
            Recipient = recipient,
        };
        if (request.Content is not null)
            return request.Version is null
                ? await Render(draft, caller, work)
                : throw Problem.Invalid("version", "can't be combined with content, which is a text that isn't saved.");
        var saved = request.Version is { } version
            ? await TemplateVersion.Find(template, language, version, work) is { } found
                ? new(found.Language, found.Number, found.Content)
                : throw Problem.NotFound("version")
            : await EmailTemplates.FindFor(template, language, work);
        var email = await draft.Render(saved, work);
        return email.IsBuiltIn ? Answer(email, null, 0) : Answer(email, saved.Language, saved.Version);
    }

    /// <summary>Renders a text that isn't saved, which only those can do who could save it.</summary>
    private static async Task<IResult> Render(TemplateDraft draft, Caller caller, UnitOfWork work)
    {
        if (!caller.Can(TemplateRoutes.Change))
            throw Problem.Forbidden(TemplateRoutes.Change, $"Rendering a draft requires the permission {TemplateRoutes.Change}.");
        if (draft.FindError(work.Stop) is { } mistake)
            throw Problem.Invalid($"content.{mistake.Part}", mistake.Reason);
        return Answer(await draft.Render(work), draft.Language, null);
    }

    private static async Task<SampleRecipient?> FindMember(string? member, Caller caller, UnitOfWork work)
    {
        if (member is null)
            return null;
        if (caller.IsScoped || !caller.Can(TemplateDraft.ReadMembers))
            throw Problem.Forbidden(
                TemplateDraft.ReadMembers,
                $"Inserting the values of a member requires the permission {TemplateDraft.ReadMembers} for all tenants."
            );
        return await TemplateDraft.FindMember(member, work) ?? throw Problem.NotFound("member", member);
    }

    /// <exception cref="Problem">400: an unknown variable, or a value that is too long.</exception>
    private static IReadOnlyDictionary<string, string> Check(EmailTemplate template, IReadOnlyDictionary<string, string> values)
    {
        var known = TemplateSamples.Of(template).Select(sample => sample.Name).ToList();
        foreach (var (name, value) in values)
            if (!known.Contains(name))
                throw Problem.Invalid(
                    "values",
                    $"contains {name}, which has no example value. Allowed: {(known.Count == 0 ? "none" : string.Join(", ", known))}."
                );
            else if (value.Length > TemplateDraft.MaxSample)
                throw Problem.Invalid("values", $"contains a value of {name} with more than {TemplateDraft.MaxSample} characters.");
        return values;
    }

    private static IResult Answer(RenderedEmail email, string? language, int? version) =>
        Results.Json(new TemplatePreviewView(email.Subject, email.Html, email.Text, language, version), Json.ResponseOptions);
}

/// <summary>What to render.</summary>
/// <param name="Content">A text that isn't saved; the saved text when omitted.</param>
/// <param name="Language">BCP 47 tag of the recipient's language, such as de. The text is chosen as for real emails: the exact translation, a more general one, or the default text. When omitted, the language of the member, or the default text.</param>
/// <param name="Version">Number of a saved version in exactly this language. The current one when omitted.</param>
/// <param name="Values">Values of variables instead of their example values, by name such as tenant.name.</param>
/// <param name="Member">ID or support number of the member whose values are inserted.</param>
public sealed record TemplatePreviewRequest(
    TemplatePreviewContent? Content = null,
    string? Language = null,
    int? Version = null,
    IReadOnlyDictionary<string, string>? Values = null,
    string? Member = null
);

/// <summary>The three parts of a draft, written in Handlebars.</summary>
/// <param name="Subject">Subject line.</param>
/// <param name="Html">HTML text.</param>
/// <param name="Text">Plain text; derived from the HTML if it is empty.</param>
public sealed record TemplatePreviewContent(string Subject, string Html, string? Text = null)
{
    internal EmailContent AsContent => new(Subject, Html, Text ?? "");
}

/// <summary>A rendered email.</summary>
/// <param name="Subject">Subject line.</param>
/// <param name="Html">HTML part with the layout of emails.</param>
/// <param name="Text">Text part.</param>
/// <param name="Language">Language of the text that was used; null for the default text.</param>
/// <param name="Version">Version of the saved text that was used; 0 for the built-in text, null for a draft.</param>
public sealed record TemplatePreviewView(string Subject, string Html, string Text, string? Language, int? Version);
