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
        new($"Emails from this template will use the new content from now on, including emails that are waiting.");

    public override Task Execute(IReadOnlyList<TemplateFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            with closed as (
              update emails.templates set closed_by = @run where tenant_id = 'tnt_platform' and template = @Template and closed_by is null returning 1)
            insert into emails.templates (tenant_id, template, opened_by, subject, html, text, opened_at)
            select 'tnt_platform', @Template, @run, @Subject, @Html, @Text, clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes PostgreSQL run the update first
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

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TemplateFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var args = new { run = work.RunId, undoneRun };
        if (
            await work.Execute(
                "update emails.templates set closed_by = @run where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is null",
                args
            ) == 0
        )
            return [];
        await work.Execute("update emails.templates set closed_by = null where tenant_id = 'tnt_platform' and closed_by = @undoneRun", args);
        return [IdGenerator.Platform];
    }

    private static EmailContent Words(Input input) => new(input.Subject, input.Html, input.Text);
}
