using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Sends an in-app notification to a member. The application is notified and shows it.</summary>
public sealed class NotifyMember(RecipientPolicy policy, IEnumerable<MessageTopic> topics) : Operation<NotificationTarget, NotifyMember.Input>
{
    public sealed record Input(
        [StringLength(MessageText.MaxTitleLength)] [Description("One line of plain text.")] string Title,
        [StringLength(MessageText.MaxBodyLength)]
        [DataType(DataType.MultilineText)]
        [Description("Text as Markdown. HTML and images are not shown.")]
            string Body,
        [StringLength(MessageText.MaxLinkLength)] [Description("An https address, or a path of your application such as /billing.")] string? Link = null,
        [StringLength(MessageText.MaxLabelLength)] [Description("Text of the link.")] string? LinkLabel = null,
        [Description("Your application can show important notifications more prominently. Urgent ones ignore the message limit.")]
            MessagePriority Priority = MessagePriority.Medium,
        [OptionsFrom(MessageTopic.Options)]
        [Description("Members who opted out of it don't receive the notification. No one can opt out of account and billing.")]
            string Topic = "account"
    );

    public override Input Example =>
        new("Your export is ready", "The export you asked for contains **all bookings** of this year.", "/exports", "Open exports");

    public override OperationDefinition Definition { get; } =
        new("member.notify", "Send notification", "sent")
        {
            Group = ActionGroup.Communication,
            Synonyms = "notify, message, in-app message, bell",
            Reversal = Reversal.Compensates,
            Noun = "notification",
            PeopleEffect = new("receives a notification", "receive a notification"),
            RestoredByUndo = "The notification is withdrawn and no longer counts for the message limit.",
            NotRestoredByUndo = "Notifications that were already read.",
        };

    public override void Validate(Input input, CancellationToken stop)
    {
        if (MessageTopic.FindError(input.Topic, topics) is { } unknown)
            throw Problem.Invalid("input.topic", unknown);
    }

    public override async Task<IReadOnlyList<NotificationTarget>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var members = await NotificationTarget.Load(ids, work);
        var decided = await policy.Decide(Rules(input), [.. members.Select(member => (member.TenantId, member.MemberId, default(string)))], work);
        return [.. members.Zip(decided, (member, one) => member with { Exclusion = one.Exclusion })];
    }

    public override Refusal? Refuse(NotificationTarget member, Input input) =>
        member.IsAnonymised ? new("anonymised", $"{member} is anonymised.")
        : MessageText.FindError(input.Title, input.Body, input.Link.TrimToNull(), input.LinkLabel.TrimToNull()) is var (field, _)
            ? new($"invalid_{field}", Explain(field))
        : member.Exclusion switch
        {
            null => null,
            RecipientPolicy.Removed => new("member_left", $"{member} left and no longer receives notifications."),
            RecipientPolicy.Restricted => new("member_restricted", $"Processing of the data of {member} is restricted, so no messages are sent to them."),
            RecipientPolicy.Capped => new("message_limit", $"{member} has reached the limit of optional messages in 7 days. Urgent notifications ignore it."),
            RecipientPolicy.ConsentWithdrawn => new("consent_withdrawn", $"{member} withdrew consent to notifications about this topic."),
            _ => new("opted_out", $"{member} opted out of notifications about this topic."),
        };

    public override Decision Decide(NotificationTarget member, Input input) =>
        new($"A notification is sent to {member}.")
        {
            Weight = new(People: 1),
            Created = member.NewId,
            Send = [NotificationEvents.Of(NotificationEvents.Created, member.NewId, member.MessageId, input.Topic, input.Priority)],
        };

    public override async Task Execute(IReadOnlyList<NotificationTarget> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            with text as (
              insert into notifications.messages (tenant_id, message_id, topic, priority, title, body, link, link_label, opened_by, opened_at)
              select s.tenant_id, s.message_id, @Topic, @Priority, @title, @Body, @link, @label, @run, clock_timestamp()
                from unnest(@tenants, @messages) s(tenant_id, message_id))
            insert into notifications.notifications (tenant_id, notification_id, member_id, message_id, opened_by, opened_at)
            select s.*, @run, clock_timestamp() from unnest(@tenants, @ids, @members, @messages) s
            """,
            new
            {
                input.Topic,
                input.Priority,
                title = input.Title.Trim(),
                input.Body,
                link = input.Link.TrimToNull(),
                label = input.LinkLabel.TrimToNull(),
                run = work.RunId,
                tenants = accepted.Select(member => member.TenantId).ToArray(),
                ids = accepted.Select(member => member.NewId).ToArray(),
                members = accepted.Select(member => member.MemberId).ToArray(),
                messages = accepted.Select(member => member.MessageId).ToArray(),
            }
        );
        if (IsOptional(input.Topic))
            await RecipientPolicy.Count(Rules(input), [.. accepted.Select(member => member.TenantId)], [.. accepted.Select(member => member.MemberId)], work);
        await work.SetName([.. accepted.Select(member => (member.NewId, member.TenantId))], "notification", "Notification");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NotificationTarget> subjects, string undoneRun, UnitOfWork work)
    {
        var withdrawn = await work.List<WithdrawnRow>(
            """
            update notifications.notifications n set closed_by = @run, closed_at = clock_timestamp()
              from notifications.messages m
             where m.message_id = n.message_id and m.tenant_id = n.tenant_id
               and n.opened_by = @undoneRun and n.member_id = any(@members) and n.read_at is null and n.closed_by is null
            returning n.tenant_id, n.notification_id, n.member_id, n.message_id, m.topic, m.priority, n.opened_at
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                members = subjects.Select(member => member.MemberId).ToArray(),
            }
        );
        await work.Execute(
            """
            update notifications.messages m set closed_by = @run, closed_at = clock_timestamp()
             where m.message_id = any(@messages) and m.closed_by is null
            """,
            new { run = work.RunId, messages = withdrawn.Select(row => row.MessageId).ToArray() }
        );
        if (withdrawn is [var one, ..] && IsOptional(one.Topic)) // all of a run have the same topic and priority
            await RecipientPolicy.Uncount(Rules(one.Topic, one.Priority), [.. withdrawn.Select(row => (row.TenantId, row.MemberId, SentAt: row.OpenedAt))], work);
        var byMember = withdrawn.ToLookup(row => row.MemberId, StringComparer.Ordinal);
        foreach (var member in subjects)
            member.Withdrawn.AddRange(byMember[member.MemberId].Select(row => row.Notification));
        return [.. byMember.Select(grouping => grouping.Key)];
    }

    public override Message[] GetUndoMessages(NotificationTarget member) =>
        [.. member.Withdrawn.Select(row => NotificationEvents.Of(NotificationEvents.Withdrawn, row.NotificationId, row.MessageId, row.Topic, row.Priority))];

    private static MessageRules Rules(Input input) => Rules(input.Topic, input.Priority);

    private static MessageRules Rules(string topic, MessagePriority priority) => new(topic, MessageChannel.InApp, priority is MessagePriority.Urgent);

    private bool IsOptional(string topic) => topics.Any(known => known.Key == topic && !known.IsRequired);

    private static Sentence Explain(string field) =>
        field switch
        {
            "title" => Sentence.Say($"Enter a title of one line with 1 to {MessageText.MaxTitleLength} characters."),
            "body" => Sentence.Say($"Enter a text of at most {MessageText.MaxBodyLength} characters that can be displayed, with simple formatting."),
            "link" => Sentence.Say($"Enter an https address or a path that starts with /, with at most {MessageText.MaxLinkLength} characters."),
            _ => Sentence.Say($"Enter a link label of one line with 1 to {MessageText.MaxLabelLength} characters."),
        };

    private sealed record WithdrawnRow(
        string TenantId,
        string NotificationId,
        string MemberId,
        string MessageId,
        string Topic,
        MessagePriority Priority,
        DateTimeOffset OpenedAt
    )
    {
        public NotificationRow Notification => new(TenantId, NotificationId, MemberId, MessageId, Topic, Priority);
    }
}
