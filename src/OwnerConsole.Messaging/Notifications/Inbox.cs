using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Reads the notifications of a member, newest first, and marks them as read. Records merged into the member share one inbox.</summary>
public sealed class Inbox
{
    /// <summary>Largest number of unread notifications that is counted; members see it as more than 99.</summary>
    public const int MaxCounted = 1_000;

    private const string Columns = """
        n.tenant_id, n.notification_id, n.member_id, n.message_id, m.topic, m.priority, m.title, m.body, m.link, m.link_label,
        n.opened_at, m.corrected_at, n.read_at, n.clicked_at
        """;

    private const string Visible = """
        notifications.notifications n join notifications.messages m using (message_id)
         where n.tenant_id = @tenantId and n.member_id = any(@records) and n.closed_by is null and m.closed_by is null
        """;

    public async Task<Page<InboxRow>> Find(InboxFilter filter, UnitOfWork work)
    {
        var (beforeAt, beforeId) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var rows = await work.List<InboxRow>(
            $"""
            select {Columns} from {Visible}
               {(filter.OnlyUnread ? "and n.read_at is null" : "")}
               {(filter.Cursor is null ? "" : "and (n.opened_at, n.notification_id) < (@beforeAt, @beforeId)")}
             order by n.opened_at desc, n.notification_id desc
             limit @Limit + 1
            """,
            new
            {
                tenantId = filter.TenantId,
                records = await MemberRecords.Of(filter.TenantId, filter.MemberId, work),
                beforeAt,
                beforeId,
                filter.Limit,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.OpenedAt, last.NotificationId));
    }

    /// <returns>The notifications with these ids that the member can still see.</returns>
    public async Task<IReadOnlyList<InboxRow>> Find(string tenantId, string memberId, IReadOnlyCollection<string> ids, UnitOfWork work) =>
        await work.List<InboxRow>(
            $"select {Columns} from {Visible} and n.notification_id = any(@ids)",
            new
            {
                tenantId,
                records = await MemberRecords.Of(tenantId, memberId, work),
                ids = ids.ToArray(),
            }
        );

    /// <returns>Number of unread notifications, at most <see cref="MaxCounted"/>.</returns>
    public async Task<int> CountUnread(string tenantId, string memberId, UnitOfWork work) =>
        await work.One<int>(
            $"select count(*)::int from (select from {Visible} and n.read_at is null limit @MaxCounted) n",
            new
            {
                tenantId,
                records = await MemberRecords.Of(tenantId, memberId, work),
                MaxCounted,
            }
        );

    /// <summary>Marks notifications as read. Those that were read before keep their time.</summary>
    /// <param name="id">ID of one notification; null for all of the member.</param>
    /// <param name="isClick">Whether the member opened the link.</param>
    /// <param name="work">Unit of work that names the tenant.</param>
    public async Task MarkRead(string tenantId, string memberId, string? id, bool isClick, UnitOfWork work) =>
        await work.Execute(
            $"""
            update notifications.notifications n
               set read_at = coalesce(n.read_at, now()){(isClick ? ", clicked_at = coalesce(n.clicked_at, now())" : "")}
             where n.tenant_id = @tenantId and n.member_id = any(@records) and n.closed_by is null
               and (n.read_at is null {(isClick ? "or n.clicked_at is null" : "")}) {(id is null ? "" : "and n.notification_id = @id")}
            """,
            new
            {
                tenantId,
                records = await MemberRecords.Of(tenantId, memberId, work),
                id,
            }
        );
}

/// <summary>What to list of a member's notifications.</summary>
public sealed record InboxFilter(string TenantId, string MemberId, bool OnlyUnread = false, string? Cursor = null, int Limit = 50);

/// <summary>A notification in a member's inbox.</summary>
/// <param name="Body">Markdown.</param>
/// <param name="OpenedAt">When it was delivered.</param>
public sealed record InboxRow(
    string TenantId,
    string NotificationId,
    string MemberId,
    string MessageId,
    string Topic,
    MessagePriority Priority,
    string Title,
    string Body,
    string? Link,
    string? LinkLabel,
    DateTimeOffset OpenedAt,
    DateTimeOffset? CorrectedAt,
    DateTimeOffset? ReadAt,
    DateTimeOffset? ClickedAt
);
