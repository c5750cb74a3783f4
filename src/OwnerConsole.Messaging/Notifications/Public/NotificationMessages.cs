using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Messaging.Notifications.Public;

/// <summary>Stores messages and delivers them to the inboxes of members. Other modules send in-app notifications through it.</summary>
public sealed class NotificationMessages(IdGenerator ids, LogWriter logbook)
{
    /// <summary>Stores the text of a message. No one sees it until it is delivered.</summary>
    /// <param name="work">Unit of work that names the message's tenant.</param>
    /// <returns>ID of the message.</returns>
    /// <exception cref="Problem">400: see <see cref="MessageText.Validate"/>.</exception>
    public string Add(NewMessage message, UnitOfWork work)
    {
        MessageText.Validate(message.Title, message.Body, message.Link, message.LinkLabel);
        var id = message.Id ?? ids.New("msg");
        work.Defer(
            """
            insert into notifications.messages (tenant_id, message_id, topic, priority, title, body, link, link_label, opened_by, opened_at)
            values (@TenantId, @id, @Topic, @Priority, @Title, @Body, @Link, @LinkLabel, @Source, clock_timestamp())
            on conflict (tenant_id, message_id) do nothing
            """,
            new
            {
                message.TenantId,
                id,
                message.Topic,
                message.Priority,
                message.Title,
                message.Body,
                message.Link,
                message.LinkLabel,
                message.Source,
            }
        );
        return id;
    }

    /// <summary>Delivers a message to members who haven't received it yet, and sends <c>notification.created</c> for each of them.</summary>
    /// <remarks>Anonymised members, and members whose tenant is given wrongly, are skipped.</remarks>
    /// <param name="work">Unit of work that names the message's tenant and those of the recipients.</param>
    /// <returns>Number of new notifications.</returns>
    public async Task<int> Deliver(string messageId, IReadOnlyList<(string TenantId, string MemberId)> recipients, UnitOfWork work)
    {
        if (recipients.Count == 0)
            return 0;
        var rows = await work.List<NotificationRow>(
            """
            with added as (
              insert into notifications.notifications (tenant_id, notification_id, member_id, message_id, opened_by, opened_at)
              select m.tenant_id, r.id, m.member_id, g.message_id, g.opened_by, clock_timestamp()
                from unnest(@tenants, @members, @ids) r(tenant_id, member_id, id)
                join core.members m on m.tenant_id = r.tenant_id and m.member_id = r.member_id and m.anonymised_at is null
                join notifications.messages g on g.message_id = @messageId and g.closed_by is null
               order by r.id
              on conflict (message_id, member_id) do nothing
              returning tenant_id, notification_id, member_id, message_id
            )
            select a.tenant_id, a.notification_id, a.member_id, a.message_id, g.topic, g.priority
              from added a join notifications.messages g using (message_id)
             order by a.notification_id
            """,
            new
            {
                messageId,
                tenants = recipients.Select(recipient => recipient.TenantId).ToArray(),
                members = recipients.Select(recipient => recipient.MemberId).ToArray(),
                ids = recipients.Select(_ => ids.New("ntf")).ToArray(),
            }
        );
        logbook.Write([.. rows.Select(row => NotificationEvents.Line(NotificationEvents.Created, row))], work);
        return rows.Count;
    }

    /// <summary>Replaces the text that members see, and sends <c>notification.corrected</c> for each notification in the background.</summary>
    /// <param name="work">Unit of work that names the message's tenant.</param>
    /// <param name="link">Address and label that replace the link; null keeps it.</param>
    /// <exception cref="Problem">400: see <see cref="MessageText.Validate"/>. 404: no such message, or it was withdrawn.</exception>
    public async Task Correct(string messageId, string title, string body, UnitOfWork work, (string? Address, string? Label)? link = null)
    {
        MessageText.Validate(title, body, link?.Address, link?.Label);
        var changed = await work.Execute(
            """
            update notifications.messages
               set title = @title, body = @body, link = case when @replacesLink then @address else link end,
                   link_label = case when @replacesLink then @label else link_label end, corrected_at = clock_timestamp()
             where message_id = @messageId and closed_by is null
            """,
            new
            {
                messageId,
                title,
                body,
                replacesLink = link is not null,
                address = link?.Address,
                label = link?.Label,
            }
        );
        if (changed == 0)
            throw Problem.NotFound("message", messageId);
        await NotificationAnnouncer.Enqueue(NotificationEvents.Corrected, messageId, work);
    }

    /// <summary>Hides a message from all its recipients, and sends <c>notification.withdrawn</c> for each notification in the background.</summary>
    /// <param name="by">ID of the run that withdraws it.</param>
    /// <param name="work">Unit of work that names the message's tenant.</param>
    /// <returns>False if it was withdrawn before.</returns>
    public async Task<bool> Withdraw(string messageId, string by, UnitOfWork work)
    {
        var changed = await work.Execute(
            "update notifications.messages set closed_by = @by, closed_at = clock_timestamp() where message_id = @messageId and closed_by is null",
            new { messageId, by }
        );
        if (changed > 0)
            await NotificationAnnouncer.Enqueue(NotificationEvents.Withdrawn, messageId, work);
        return changed > 0;
    }

    /// <returns>The HTML that members see of a text, without anything that could run.</returns>
    public static string Html(string body) => NotificationHtml.Of(body);

    /// <summary>Numbers of messages, read from a roll-up: no notifications are counted.</summary>
    /// <param name="work">Unit of work that can see all tenants of the recipients.</param>
    /// <returns>Messages without recipients are left out.</returns>
    public Task<IReadOnlyList<MessageCounts>> Count(IReadOnlyCollection<string> messageIds, UnitOfWork work) =>
        work.List<MessageCounts>(
            """
            select c.message_id, sum(c.delivered) as delivered, sum(c.read) as read, sum(c.clicked) as clicked, sum(c.withdrawn) as withdrawn
              from notifications.counts c
             where c.message_id = any(@ids)
             group by c.message_id
            """,
            new { ids = messageIds.ToArray() }
        );

    /// <summary>Numbers of a message.</summary>
    /// <param name="Delivered">Notifications delivered to inboxes, including those withdrawn since.</param>
    /// <param name="Read">Notifications that were read.</param>
    /// <param name="Clicked">Notifications whose link was opened.</param>
    /// <param name="Withdrawn">Single notifications that were withdrawn.</param>
    public sealed record MessageCounts(string MessageId, long Delivered, long Read, long Clicked, long Withdrawn);
}
