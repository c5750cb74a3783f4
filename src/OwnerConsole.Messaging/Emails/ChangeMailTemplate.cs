using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Changes the default text of an email template, or adds or changes its translation into a language. Texts with unknown variables are rejected.</summary>
public sealed class ChangeMailTemplate(EmailTemplates templates) : Operation<TemplateFacts, ChangeMailTemplate.Input>
{
    public sealed record Input(
        [OptionsFrom(EmailTemplates.Source)] string Template,
        [StringLength(TemplateLimits.MaxSubject)] [Description("One line. Insert variables with {{…}}.")] string Subject,
        [StringLength(TemplateLimits.MaxBody)] [DataType(DataType.MultilineText)] [Description("Body as HTML. Variables are escaped.")] string Html,
        [StringLength(TemplateLimits.MaxBody)]
        [DataType(DataType.MultilineText)]
        [Description("Body as plain text. Derived from the HTML if it is empty.")]
            string? Text = null,
        [StringLength(TemplateLimits.MaxLanguage)]
        [Description("Language of a translation as a BCP 47 tag, such as de or pt-BR. Leave blank for the default text.")]
            string? Language = null
    );

    public override Input Example =>
        new(
            "sign_in.new_device",
            "New sign-in: {{device}}",
            "<p>{{recipient.name}}, was that you on {{device}}?</p>",
            "{{recipient.name}}, was that you on {{device}}?"
        );

    public override OperationDefinition Definition =>
        new("mail_template.change", "Change email template", "changed")
        {
            Subject = "platform",
            RequiresStepUp = true,
            Noun = "email template",
            RestoredByUndo = "The previous content, unless it was changed again.",
            NotRestoredByUndo = "Emails that were sent with the new content.",
        };

    public override void Validate(Input input, CancellationToken stop)
    {
        if (templates.Find(input.Template) is { } template && TemplateCheck.FindError(template, Words(input), stop) is { } mistake)
            throw Problem.Invalid($"input.{mistake.Part}", mistake.Reason);
    }

    public override Task<IReadOnlyList<TemplateFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        TemplateFacts.Load(ids, input.Template, TemplateFacts.ReadLanguage(input.Language), templates, work);

    public override Refusal? Refuse(TemplateFacts platform, Input input) =>
        !platform.IsKnown ? TemplateFacts.Unknown
        : platform.Words == Words(input) ? new("no_change", $"The template already has this content.")
        : null;

    public override Decision Decide(TemplateFacts platform, Input input) =>
        string.IsNullOrWhiteSpace(input.Language) ? new($"Emails from this template will use the new content from now on, including queued emails.")
        : platform.Words is null
            ? new($"A translation is added. Recipients with this language will receive it instead of the default text, including queued emails.")
        : new($"Recipients with this language will receive the new content from now on, including queued emails.");

    public override async Task Execute(IReadOnlyList<TemplateFacts> accepted, Input input, UnitOfWork work)
    {
        var language = TemplateFacts.ReadLanguage(input.Language);
        await TemplateFacts.Rows.Close([TemplateFacts.KeyOf(input.Template, language)], work);
        await work.Execute(
            """
            insert into emails.templates (tenant_id, template, language, version, opened_by, subject, html, text, opened_at)
            select 'tnt_platform', @Template, @language, coalesce(max(t.version), 0) + 1, @run, @Subject, @Html, @text, clock_timestamp()
              from emails.templates t
             where t.tenant_id = 'tnt_platform' and t.template = @Template and t.language is not distinct from @language
            """,
            new
            {
                run = work.RunId,
                language,
                input.Template,
                input.Subject,
                input.Html,
                text = input.Text ?? "",
            }
        );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TemplateFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await TemplateFacts.Rows.Undo(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];

    private static EmailContent Words(Input input) => new(input.Subject, input.Html, input.Text ?? "");
}
