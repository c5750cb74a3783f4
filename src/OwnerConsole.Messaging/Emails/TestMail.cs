using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sends a test email with example data to the caller, or to the sender address when an API key is used.</summary>
public sealed class TestMail(EmailTemplates templates, EmailOutbox outbox) : Operation<TestMailFacts, TestMail.Input>
{
    public static readonly EmailTemplate Template = new(
        "mail.test",
        "Test email",
        new(
            "Test email from {{platform.name}}",
            "<p dir=\"auto\">Hello {{recipient.name}},</p>\n<p>this is a test email. {{platform.name}} can send emails. No action is needed.</p>",
            "Hello {{recipient.name}},\n\nthis is a test email. {{platform.name}} can send emails. No action is needed."
        ),
        new { }
    );

    /// <summary>Names the test in the facts of its email.</summary>
    private const string Test = "template_test";

    public sealed record Input(
        [OptionsFrom(EmailTemplates.Source)] [Description("Template to test.")] string Template = "mail.test",
        [StringLength(TemplateLimits.MaxLanguage)]
        [Description("Language of the text, such as de or pt-BR. If there is no translation into it, a more general one or the default text is sent.")]
            string? Language = null
    );

    public override OperationDefinition Definition =>
        new("mail.test", "Send test email", "sent")
        {
            Subject = "platform",
            Noun = "test email",
            DoneSentence = "Sending test email",
            RestoredByUndo = "The email is cancelled if it has not been sent.",
            NotRestoredByUndo = "An email that has already been sent.",
        };

    /// <returns>The test that the email is; null if it isn't one.</returns>
    internal static TestedTemplate? Find(OutgoingEmail email) => email.Facts.TryGetProperty(Test, out var test) ? Json.Read<TestedTemplate>(test) : null;

    public override async Task<IReadOnlyList<TestMailFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var (template, language) = (templates.Find(input.Template), TemplateFacts.ReadLanguage(input.Language));
        var text = template is null ? null : await EmailTemplates.FindFor(template, language, work);
        return
        [
            .. (await MailFacts.Load(ids, work)).Select(mail => new TestMailFacts(
                mail.Revision,
                mail.Settings is not null,
                text is not null,
                work.Caller is { Kind: CallerKind.Person } person ? person.Id : IdGenerator.Platform,
                text?.Language
            )),
        ];
    }

    public override Refusal? Refuse(TestMailFacts platform, Input input) =>
        platform switch
        {
            { IsSetUp: false } => new("not_set_up", $"Email is not set up yet."),
            { IsKnown: false } => new("no_such_template", $"There is no template with this name."),
            _ => null,
        };

    public override Decision Decide(TestMailFacts platform, Input input)
    {
        var (to, asked) = (new EntityReference(platform.To), TemplateFacts.ReadLanguage(input.Language));
        if (asked is null)
            return new($"{to} will receive an email with example data.");
        var says = Sentence.Say($"{to} will receive an email with example data in ");
        if (platform.Language is { } language)
            says.AppendKnown(LanguageTag.Name(language));
        else
            says.AppendLiteral("the default text");
        if (platform.Language != asked)
        {
            says.AppendLiteral(", because the template has no translation into ");
            says.AppendKnown(LanguageTag.Name(asked));
        }
        says.AppendLiteral(".");
        return new(says);
    }

    public override Task Execute(IReadOnlyList<TestMailFacts> accepted, Input input, UnitOfWork work)
    {
        var template = templates.Find(input.Template)!; // never null: Refuse checks it
        var facts = JsonObject.Create(Json.Element(template.Example))!; // an example is always an object
        facts[Test] = JsonSerializer.SerializeToNode(new TestedTemplate(TemplateFacts.ReadLanguage(input.Language)), Json.Options);
        return outbox.Enqueue(template, IdGenerator.Platform, accepted[0].To, facts, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TestMailFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await EmailOutbox.Withdraw(undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
}

/// <summary>What a test email shows.</summary>
/// <param name="Language">Language of its recipient; null for the default text.</param>
internal sealed record TestedTemplate(string? Language);

/// <param name="To">Id of the caller; the platform's id for the sender address.</param>
/// <param name="Language">Language of the text that is sent; null for the default text.</param>
public sealed record TestMailFacts(long Revision, bool IsSetUp, bool IsKnown, string To, string? Language) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;
}
