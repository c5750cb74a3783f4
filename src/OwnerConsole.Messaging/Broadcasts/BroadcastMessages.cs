using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Channels.Public;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Queues messages of a broadcast on configured channels, provides their texts, and records their results.</summary>
public sealed class BroadcastMessages(Database database, ChannelOutbox outbox) : IMessageSource
{
    public string Name => "broadcast";

    /// <param name="recipients">Members; an empty id for a post.</param>
    /// <returns>Ids of the messages in the same order.</returns>
    internal Task<IReadOnlyList<string>> Queue(
        Broadcast broadcast,
        string channel,
        IReadOnlyList<(string TenantId, string MemberId, DateTimeOffset DueAt)> recipients,
        UnitOfWork work
    )
    {
        var facts = Json.Element(new MessageFacts(broadcast.Id, RecipientReader.Topic(broadcast.Kind).Key));
        return outbox.EnqueueMany(
            Name,
            channel,
            [.. recipients.Select(to => new NewChannelMessage(to.TenantId, to.MemberId == RecipientRows.Post ? null : to.MemberId, facts, to.DueAt))],
            work
        );
    }

    public async Task<SourcedMessage?> Find(OutgoingMessage message, UnitOfWork work)
    {
        if (await Broadcast.Find(Json.Read<MessageFacts>(message.Facts).Broadcast, work) is not { State: BroadcastState.Sending } broadcast)
            return null;
        var to = message.MemberId is null
            ? new InAppDelivery.Recipient(message.TenantId, RecipientRows.Post, null, "", "")
            : await work.One<InAppDelivery.Recipient>(
                """
                select m.tenant_id, m.member_id, m.name, m.support_number, t.name as tenant
                  from core.members m join core.tenants t on t.tenant_id = m.tenant_id
                 where m.tenant_id = @TenantId and m.member_id = @MemberId
                """,
                new { message.TenantId, message.MemberId }
            );
        if (to is null)
            return null;
        var (title, body) = InAppDelivery.Render(broadcast, to, await PlatformWords.Of(work), await PlatformAddress.Of(work), work.Stop);
        return new(title, MarkdownEmail.PlainText(body), broadcast.Link, Urgency(broadcast.Priority));
    }

    public async Task Record(OutgoingMessage message, MessageState state, string? reason, UnitOfWork work)
    {
        if (state is MessageState.Waiting)
            return;
        await work.Execute(
            """
            update broadcasts.recipients set state = @state, changed_at = clock_timestamp()
             where tenant_id = @TenantId and reference = @MessageId and state <> @state and not (@state = 'sent' and state in ('delivered', 'bounced'))
            """,
            new
            {
                state = state switch
                {
                    MessageState.Sent => RecipientState.Sent,
                    MessageState.Delivered => RecipientState.Delivered,
                    MessageState.Undelivered => RecipientState.Bounced,
                    MessageState.Failed => RecipientState.Failed,
                    _ => await RecipientRows.SkippedState(Json.Read<MessageFacts>(message.Facts).Broadcast, database, work.Stop),
                },
                message.TenantId,
                message.MessageId,
            }
        );
    }

    private static MessageUrgency Urgency(MessagePriority priority) =>
        priority switch
        {
            MessagePriority.Low => MessageUrgency.Low,
            MessagePriority.Medium => MessageUrgency.Normal,
            _ => MessageUrgency.High,
        };

    /// <param name="Topic">Topic that the recipient can switch off.</param>
    private sealed record MessageFacts(string Broadcast, string Topic);
}
