using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Plans, shows and queues emails to the people of privacy requests, in the transaction of the step that they are about.</summary>
public sealed class PrivacyEmails(EmailOutbox outbox, IEmailPreviewer previewer, PrivacyContacts contacts)
{
    /// <param name="answersMyself">Whether the team member answers the person.</param>
    internal static PrivacyEmailPlan Plan(PrivacyRequestFacts subject, bool answersMyself) =>
        answersMyself ? PrivacyEmailPlan.AnsweredByTeam
        : subject.Request is not { HasAddress: true } ? PrivacyEmailPlan.NoAddress
        : !subject.IsEmailSetUp ? PrivacyEmailPlan.EmailNotSetUp
        : PrivacyEmailPlan.Sent;

    /// <summary>Adds to the sentence of a step whether an email is sent, so that the preview and the log say it.</summary>
    internal static Sentence Explain(Sentence says, PrivacyRequestFacts subject, bool answersMyself)
    {
        says.AppendLiteral(
            Plan(subject, answersMyself) switch
            {
                PrivacyEmailPlan.Sent => " The person receives an email.",
                PrivacyEmailPlan.AnsweredByTeam => " The team answers the person itself.",
                PrivacyEmailPlan.NoAddress => " No email is sent, because no address of the person is known.",
                _ => " No email is sent, because no mail server is set up.",
            }
        );
        return says;
    }

    /// <summary>Shows the email that would be sent, with its address.</summary>
    /// <param name="draft">Texts of the email.</param>
    internal async Task<IReadOnlyList<SummaryLine>> Summarise(PrivacyRequestFacts subject, PrivacyEmailDraft draft, UnitOfWork work)
    {
        if (Plan(subject, draft.AnswersMyself) is not PrivacyEmailPlan.Sent || await contacts.Find(subject.Id, work) is not { } contact)
            return [];
        var facts = Json.Element(draft.Facts(subject));
        var shown = await previewer.Render(PrivacyEmailTemplates.Of(draft.Step), facts, PrivacyRecipients.ToRecipient(contact), work);
        var showsMembers = work.Caller is { } caller && caller.CanRead(PrivacyReader.MemberRead);
        var isShown = showsMembers || subject.Request!.Email is not null; // not null: it is planned
        var address = HiddenFields.ValueOrNull(FieldClass.Contact, isShown ? contact.Address : null) ?? "Email hidden";
        return shown is null
            ? [new("Email to", null, address), new("Email", null, "The text is too long, so the email is not sent.")]
            : [new("Email to", null, address), new("Subject", null, shown.Subject), new("Text", null, shown.Text.Trim())];
    }

    /// <summary>Queues the emails of a step. They are sent after the time in which the run can be undone without them.</summary>
    /// <param name="accepted">Requests of the step.</param>
    internal async Task Queue(IReadOnlyList<PrivacyRequestFacts> accepted, PrivacyEmailDraft draft, UnitOfWork work)
    {
        var sent = accepted.Where(subject => Plan(subject, draft.AnswersMyself) is PrivacyEmailPlan.Sent).ToList();
        if (sent.Count == 0)
            return;
        var due = work.Now + OperationDefinition.SendDelay;
        var emails = await outbox.EnqueueMany(
            PrivacyEmailTemplates.Of(draft.Step),
            EmailOutbox.LaneOf(work.RunId!), // not null: an operation is executed by a run
            [.. sent.Select(subject => new NewEmail(IdGenerator.Platform, subject.Id, Json.Element(draft.Facts(subject)), due))],
            work
        );
        await PrivacyMessageRows.Open([.. sent.Select(subject => subject.Id)], [.. emails], draft.Step, work);
    }

    /// <summary>Stops emails of a run that is undone. One that was already sent stays recorded. If its step is repeated, the person receives another email, because the reason can be another one.</summary>
    /// <param name="ids">Requests that are restored.</param>
    /// <returns>Requests whose email was stopped.</returns>
    internal static async Task<IReadOnlyList<string>> Withdraw(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work)
    {
        if (ids.Count == 0)
            return [];
        var stopped = await EmailOutbox.Withdraw(undoneRun, EmailOutbox.LaneOf(undoneRun), ids, work);
        return await PrivacyRequest.Messages.CloseOpenedBy([.. stopped.Select(email => email.Recipient)], undoneRun, work);
    }
}
