using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Changes the subject and body of an email template. Templates with unknown variables are rejected.</summary>
public sealed class ChangeMailTemplate(EmailTemplates templates) : Operation<TemplateFacts, ChangeMailTemplate.Input>
{
    private static readonly StateRows Rows = new("emails.templates", "template") { BelongToPlatform = true };

    public sealed record Input(
        [OptionsFrom(EmailTemplates.Source)] string Template,
        [StringLength(TemplateLimits.MaxSubject)] [Description("One line. Insert variables with {{…}}.")] string Subject,
        [StringLength(TemplateLimits.MaxBody)] [DataType(DataType.MultilineText)] [Description("Body as HTML. Variables are escaped.")] string Html,
        [StringLength(TemplateLimits.MaxBody)] [DataType(DataType.MultilineText)] [Description("Body as plain text.")] string Text
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

    public override Task<IReadOnlyList<TemplateFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (templates.Find(input.Template) is { } template && EmailRenderer.FindError(template, Words(input), work.Stop) is { } mistake)
            throw Problem.Invalid($"input.{mistake.Part}", mistake.Reason);
        return TemplateFacts.Load(ids, input.Template, templates, work);
    }

    public override Refusal? Refuse(TemplateFacts platform, Input input) =>
        platform.Words is null ? new("no_such_template", $"There is no template with this name.")
        : platform.Words == Words(input) ? new("no_change", $"The template already has this content.")
        : null;

    public override Decision Decide(TemplateFacts platform, Input input) =>
        new($"Emails from this template will use the new content from now on, including queued emails.");

    public override async Task Execute(IReadOnlyList<TemplateFacts> accepted, Input input, UnitOfWork work)
    {
        await Rows.Close([input.Template], work);
        await work.Execute(
            """
            insert into emails.templates (tenant_id, template, opened_by, subject, html, text, opened_at)
            values ('tnt_platform', @Template, @run, @Subject, @Html, @Text, clock_timestamp())
            """,
            new
            {
                run = work.RunId,
                input.Template,
                input.Subject,
                input.Html,
                input.Text,
            }
        );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TemplateFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await Rows.Undo(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];

    private static EmailContent Words(Input input) => new(input.Subject, input.Html, input.Text);
}
