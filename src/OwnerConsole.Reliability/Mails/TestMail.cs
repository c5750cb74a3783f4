using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Sends a letter with example facts to whoever asks, and to nobody else; when a program asks, to the sender's own address.</summary>
public sealed class TestMail(MailTemplates templates, Outbox outbox) : Operation<TestFacts, TestMail.Input>
{
    public static readonly LetterTemplate Template = new(
        "mail.test",
        "Test letter",
        new(
            "{{platform.name}} can send mail",
            "<p dir=\"auto\">Hello {{recipient.name}},</p>\n<p>mail from {{platform.name}} arrives. Nothing needs to be done.</p>",
            "Hello {{recipient.name}},\n\nmail from {{platform.name}} arrives. Nothing needs to be done."
        ),
        new { }
    );

    public sealed record Input([ChosenAmong(MailTemplates.Source)] [Description("Whose words are tried.")] string Template = "mail.test");

    public override Declaration Is =>
        new("mail.test", "Send me a test", "sent")
        {
            Subject = "platform",
            Noun = "test letter",
            Told = "A test letter is on its way",
            ComesBack = "A letter that waits is not sent any more.",
            StaysGone = "A letter that was sent stays sent.",
        };

    public override async Task<IReadOnlyList<TestFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        [
            .. (await MailFacts.Load(ids, work)).Select(mail => new TestFacts(
                mail.Revision,
                mail.Settings is not null,
                templates.Find(input.Template) is not null,
                work.Caller is { Kind: CallerKind.Person } person ? person.Id : IdSource.Platform
            )),
        ];

    public override Refusal? Refuse(TestFacts platform, Input input) =>
        platform switch
        {
            { IsSetUp: false } => new("not_set_up", $"Mail is not set up yet."),
            { IsKnown: false } => new("no_such_template", $"No letter is written by this template."),
            _ => null,
        };

    public override Decision Decide(TestFacts platform, Input input) => new($"{new Reference(platform.To)} gets a letter with example facts.");

    public override Task Execute(IReadOnlyList<TestFacts> accepted, Input input, Work work)
    {
        var template = templates.Find(input.Template)!; // Refuse has seen to it
        return outbox.Write(template, IdSource.Platform, accepted[0].To, template.Example, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TestFacts> subjects, string undoneRun, Work work) =>
        (await Outbox.TakeBack(undoneRun, work)).Count > 0 ? [IdSource.Platform] : [];
}

/// <param name="To">whoever asks; the platform for its sender's own address</param>
public sealed record TestFacts(long Revision, bool IsSetUp, bool IsKnown, string To) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;
}
