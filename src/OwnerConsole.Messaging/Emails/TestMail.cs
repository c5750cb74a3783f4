using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

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

    public sealed record Input([OptionsFrom(EmailTemplates.Source)] [Description("Template to test.")] string Template = "mail.test");

    public override OperationDefinition Definition =>
        new("mail.test", "Send test email", "sent")
        {
            Subject = "platform",
            Noun = "test email",
            DoneSentence = "Sending test email",
            RestoredByUndo = "The email is cancelled if it has not been sent.",
            NotRestoredByUndo = "An email that has already been sent.",
        };

    public override async Task<IReadOnlyList<TestMailFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        [
            .. (await MailFacts.Load(ids, work)).Select(mail => new TestMailFacts(
                mail.Revision,
                mail.Settings is not null,
                templates.Find(input.Template) is not null,
                work.Caller is { Kind: CallerKind.Person } person ? person.Id : IdGenerator.Platform
            )),
        ];

    public override Refusal? Refuse(TestMailFacts platform, Input input) =>
        platform switch
        {
            { IsSetUp: false } => new("not_set_up", $"Email is not set up yet."),
            { IsKnown: false } => new("no_such_template", $"There is no template with this name."),
            _ => null,
        };

    public override Decision Decide(TestMailFacts platform, Input input) => new($"{new EntityReference(platform.To)} will receive an email with example data.");

    public override Task Execute(IReadOnlyList<TestMailFacts> accepted, Input input, UnitOfWork work)
    {
        var template = templates.Find(input.Template)!; // never null: Refuse checks it
        return outbox.Enqueue(template, IdGenerator.Platform, accepted[0].To, template.Example, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TestMailFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await EmailOutbox.Withdraw(undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
}

/// <param name="To">Id of the caller; the platform's id for the sender address.</param>
public sealed record TestMailFacts(long Revision, bool IsSetUp, bool IsKnown, string To) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;
}
