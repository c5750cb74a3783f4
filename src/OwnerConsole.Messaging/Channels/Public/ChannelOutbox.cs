using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels.Public;

/// <summary>Queues messages on configured channels in the transaction that causes them. Their text is provided by an <see cref="IMessageSource"/> when they are sent.</summary>
public sealed class ChannelOutbox(IdGenerator ids)
{
    /// <summary>Number of messages of a channel that are sent at once.</summary>
    private const int Concurrency = 4;

    /// <param name="source">Name of the source that provides their texts.</param>
    /// <param name="messages">The unit of work must name their tenants.</param>
    /// <returns>Ids of the messages in the same order.</returns>
    public async Task<IReadOnlyList<string>> EnqueueMany(string source, string channelId, IReadOnlyList<NewChannelMessage> messages, UnitOfWork work)
    {
        var created = messages.Select(_ => ids.New("chm")).ToArray();
        await Enqueue(Channel.LaneOf(channelId), Concurrency, source, channelId, created, messages, recipientTenant: null, work);
        return created;
    }

    /// <summary>Queues one message that doesn't wait behind the others of the channel, such as an alert. It still respects the channel's rate.</summary>
    /// <param name="message">The unit of work must name its tenant.</param>
    /// <param name="isInOrder">Whether it is sent after all earlier ones of the channel, which is slower while the service fails.</param>
    /// <returns>Id of the message.</returns>
    public async Task<string> EnqueueUrgent(string source, string channelId, NewChannelMessage message, UnitOfWork work, bool isInOrder = false)
    {
        var created = ids.New("chm");
        await Enqueue(Channel.UrgentLaneOf(channelId), isInOrder ? 1 : Concurrency, source, channelId, [created], [message], recipientTenant: null, work);
        return created;
    }

    /// <summary>Queues one message whose id the caller has chosen.</summary>
    /// <param name="recipientTenant">Tenant of the member who receives a message of the platform; null if there is none.</param>
    internal static Task Enqueue(string source, string channelId, string id, NewChannelMessage message, string? recipientTenant, UnitOfWork work) =>
        Enqueue(Channel.LaneOf(channelId), Concurrency, source, channelId, [id], [message], recipientTenant, work);

    /// <summary>Cancels messages that are waiting. One that is being sent at this moment is still recorded as sent.</summary>
    public static Task Cancel(IReadOnlyCollection<string> messageIds, string reason, UnitOfWork work) =>
        work.Execute(
            """
            update channels.messages set state = 'not_sent', reason = @reason, ended_at = clock_timestamp()
             where message_id = any(@messageIds) and state = 'waiting'
            """,
            new { messageIds, reason }
        );

    private static async Task Enqueue(
        string lane,
        int width,
        string source,
        string channelId,
        string[] created,
        IReadOnlyList<NewChannelMessage> messages,
        string? recipientTenant,
        UnitOfWork work
    )
    {
        await work.SetConcurrency([(lane, width)]);
        await work.Execute(
            """
            insert into channels.messages (tenant_id, message_id, channel_id, member_id, source, facts, run_id, state, created_at)
            select tenant_id, message_id, @channelId, member_id, @source, facts, @run, 'waiting', clock_timestamp()
              from unnest(@tenants, @created, @members, @facts) m(tenant_id, message_id, member_id, facts)
            """,
            new
            {
                tenants = messages.Select(message => message.TenantId).ToArray(),
                created,
                members = messages.Select(message => message.MemberId).ToArray(),
                facts = messages.Select(message => message.Facts).ToArray(),
                channelId,
                source,
                run = work.RunId,
            }
        );
        foreach (var sameTime in messages.Zip(created).GroupBy(pair => pair.First.DueAt)) // one for each time zone at most
            await work.Enqueue(
                lane,
                MessageSender.Kind,
                [
                    .. sameTime.Select(pair =>
                        Json.Element(
                            new
                            {
                                pair.First.TenantId,
                                Message = pair.Second,
                                recipientTenant,
                            }
                        )
                    ),
                ],
                sameTime.Key
            );
        work.WakeWorkers();
    }
}
