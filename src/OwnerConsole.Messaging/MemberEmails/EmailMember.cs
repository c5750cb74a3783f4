using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.MemberEmails;

/// <summary>Sends an email to a member, or the same text to each of many. It can be stopped for 60 seconds.</summary>
public sealed class EmailMember(RecipientPolicy policy, IEnumerable<MessageTopic> topics, EmailOutbox outbox) : Operation<MemberEmailTarget, EmailMember.Input>
{
    public const string Name = "member.email";

    public sealed record Input(
        [StringLength(MemberEmailSource.MaxSubject)] [Description("One line. Insert variables such as {{recipient.name}}.")] string Subject,
        [StringLength(MemberEmailSource.MaxBody)]
        [DataType(DataType.MultilineText)]
        [Markdown("recipient.name", "member.support_number", "tenant.name", "platform.name")]
        [Description("Text in Markdown. Insert variables with {{…}}.")]
            string Body,
        [OptionsFrom(MessageTopic.Options)]
        [Description("Members who opted out of it don't receive the email. No one can opt out of account and billing.")]
            string Topic = "account"
    );

    public override Input Example => new("Your question about exports", "Hello {{recipient.name}},\n\nthe export is **ready**.");

    public override OperationDefinition Definition { get; } =
        new(Name, "Email member", "queued")
        {
            Group = ActionGroup.Communication,
            Synonyms = "write to user, contact user",
            Reversal = Reversal.UntilSent,
            Noun = "email",
            PeopleEffect = new("receives an email", "receive an email"),
            RestoredByUndo = "The email is not sent, and no longer counts for the message limit.",
            NotRestoredByUndo = "Emails that have already been sent.",
        };

    public override void Validate(Input input, CancellationToken stop)
    {
        if (MessageTopic.FindError(input.Topic, topics) is { } unknown)
            throw Problem.Invalid("input.topic", unknown);
        if (input.Subject.TrimToNull() is null)
            throw Problem.Invalid("input.subject", "must not be blank.");
        if (input.Body.TrimToNull() is null)
            throw Problem.Invalid("input.body", "must not be blank.");
        if (MarkdownEmail.FindError(MemberEmailSource.Frame, input.Subject, input.Body, link: null, linkLabel: null, stop) is var (field, reason))
            throw Problem.Invalid($"input.{field}", reason);
    }

    public override Task<IReadOnlyList<MemberEmailTarget>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        MemberEmailTarget.Load(ids, input.Topic, policy, work);

    public override Refusal? Refuse(MemberEmailTarget member, Input input) =>
        member.IsAnonymised ? new("anonymised", $"{member} is anonymised.")
        : !member.IsEmailSetUp ? new("email_not_set_up", $"No mail server is set up. Set one up in the settings.")
        : member.Exclusion switch
        {
            null => null,
            RecipientPolicy.Removed => new("member_left", $"{member} left and no longer receives emails."),
            RecipientPolicy.Restricted => new("member_restricted", $"Processing of the data of {member} is restricted, so no messages are sent to them."),
            RecipientPolicy.Demo => new("demo_member", $"{member} is demo data and receives no emails."),
            RecipientPolicy.NoAddress => new("no_email", $"{member} has no email address."),
            RecipientPolicy.Suppressed => new("address_suppressed", $"The address of {member} is suppressed, for example because emails bounced."),
            RecipientPolicy.Capped => new("message_limit", $"{member} has reached the limit of optional messages in 7 days."),
            RecipientPolicy.Duplicate => new("same_address", $"{member} has the same address as another recipient."),
            RecipientPolicy.ConsentWithdrawn => new("consent_withdrawn", $"{member} withdrew consent to emails about this topic."),
            _ => new("opted_out", $"{member} opted out of emails about this topic."),
        };

    public override Decision Decide(MemberEmailTarget member, Input input) => new($"An email is sent to {member}.") { Weight = new(People: 1) };

    public override async Task Execute(IReadOnlyList<MemberEmailTarget> accepted, Input input, UnitOfWork work)
    {
        var facts = MemberEmailSource.Facts(input.Subject.Trim(), input.Body, input.Topic);
        var earliest = work.Now + OperationDefinition.SendDelay;
        await outbox.EnqueueMany(
            MemberEmailSource.Frame,
            EmailOutbox.LaneOf(work.RunId!), // not null: an operation is executed by a run
            [.. accepted.Select(member => new NewEmail(member.TenantId, member.MemberId, facts, member.DueAt > earliest ? member.DueAt : earliest))],
            work
        );
        if (IsOptional(input.Topic))
            await RecipientPolicy.Count(
                MemberEmailTarget.Rules(input.Topic),
                [.. accepted.Select(member => member.TenantId)],
                [.. accepted.Select(member => member.MemberId)],
                work
            );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<MemberEmailTarget> subjects, string undoneRun, UnitOfWork work)
    {
        var stopped = await EmailOutbox.Withdraw(undoneRun, EmailOutbox.LaneOf(undoneRun), [.. subjects.Select(member => member.Id)], work);
        if (stopped is [{ Topic: { } topic }, ..] && IsOptional(topic)) // all of a run have the same topic
            await RecipientPolicy.Uncount(
                MemberEmailTarget.Rules(topic),
                [.. stopped.Select(email => (email.TenantId, email.Recipient, SentAt: email.CreatedAt))],
                work
            );
        return [.. stopped.Select(email => email.Recipient)];
    }

    private bool IsOptional(string topic) => topics.Any(known => known.Key == topic && !known.IsRequired);
}
