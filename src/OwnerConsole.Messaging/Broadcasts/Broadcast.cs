using OwnerConsole.Data;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>A message to many members, on one or more channels.</summary>
/// <param name="Version">Increases with each change.</param>
/// <param name="Subject">Subject of emails and title of notifications, with variables.</param>
/// <param name="Body">Markdown with variables.</param>
/// <param name="Link">Address that the message links to; null for none.</param>
/// <param name="CreatedAt">When its first version was saved.</param>
/// <param name="SendAt">Earliest time of the first message; null for a draft.</param>
/// <param name="InLocalTime">Whether that time of day applies in each recipient's time zone.</param>
/// <param name="StartedAt">When sending started; null before.</param>
/// <param name="EndedAt">When no message was waiting any more; null before.</param>
/// <param name="CorrectedAt">When its text was last corrected after sending had started; null if never.</param>
public sealed record Broadcast(
    string Id,
    int Version,
    Mode Mode,
    BroadcastKind Kind,
    MessagePriority Priority,
    string Subject,
    string Body,
    string? Link,
    string? LinkLabel,
    IReadOnlyList<string> Channels,
    Audience Audience,
    BroadcastState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? SendAt,
    bool InLocalTime,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? CorrectedAt
)
{
    internal const string Prefix = "brd",
        EntityKind = "broadcast";

    internal static readonly StateRows Versions =
            new("broadcasts.broadcasts", "broadcast_id")
            {
                BelongToPlatform = true,
                Conflict = "other.tenant_id = this.tenant_id and other.broadcast_id = this.broadcast_id",
            },
        Sends =
            new("broadcasts.sends", "broadcast_id")
            {
                BelongToPlatform = true,
                HaveClosedAt = true,
                Conflict = "other.tenant_id = this.tenant_id and other.broadcast_id = this.broadcast_id",
            },
        Corrections = new("broadcasts.corrections", "broadcast_id") { BelongToPlatform = true, HaveClosedAt = true };

    /// <summary>Whether nothing was sent, so that its content can be changed.</summary>
    public bool IsOpen => State is BroadcastState.Draft or BroadcastState.Scheduled;

    /// <returns>Null if it doesn't exist or is deleted.</returns>
    public static async Task<Broadcast?> Find(string id, UnitOfWork work) => (await Rows("and b.broadcast_id = @id", "", work, new { id })).SingleOrDefault();

    public static Task<IReadOnlyList<Broadcast>> List(IReadOnlyList<string> ids, UnitOfWork work) =>
        Rows("and b.broadcast_id = any(@ids)", "order by b.broadcast_id", work, new { ids = ids.ToArray() });

    /// <returns>A page, newest first.</returns>
    public static async Task<Page<Broadcast>> List(BroadcastFilter filter, UnitOfWork work)
    {
        var (lastAt, lastId) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var rows = await Rows(
            $"""
            and b.mode = @mode
            {(filter.Text is null ? "" : "and (b.subject ilike @infix or b.broadcast_id = @text)")}
            {(filter.State is null ? "" : $"and {StateSql} = @state")}
            {(filter.Cursor is null ? "" : "and (f.opened_at, b.broadcast_id) < (@lastAt, @lastId)")}
            """,
            "order by f.opened_at desc, b.broadcast_id desc limit @limit + 1",
            work,
            new
            {
                mode = filter.Mode,
                text = filter.Text,
                infix = LikePattern.Contains(filter.Text ?? ""),
                state = filter.State,
                lastAt,
                lastId,
                limit = filter.Limit,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.CreatedAt, last.Id));
    }

    private const string StateSql = """
        case when s.opened_by is null then 'draft'
             when s.stopped_at is not null then 'stopped'
             when s.ended_at is not null and not exists (select from broadcasts.counts c where c.broadcast_id = b.broadcast_id and c.state in ('sent', 'delivered', 'skipped') and c.recipients > 0)
                  and exists (select from broadcasts.counts c where c.broadcast_id = b.broadcast_id and c.state in ('failed', 'bounced') and c.recipients > 0) then 'failed'
             when s.ended_at is not null then 'sent'
             when s.started_at is not null then 'sending'
             else 'scheduled' end
        """;

    private static Task<IReadOnlyList<Broadcast>> Rows(string which, string order, UnitOfWork work, object arguments) =>
        work.List<Broadcast>(
            $"""
            select b.broadcast_id as id, b.version, b.mode, b.kind, b.priority, b.subject, b.body, b.link, b.link_label, b.channels, b.audience,
                   {StateSql} as state, f.opened_at as created_at, b.opened_at as changed_at,
                   s.send_at, coalesce(s.in_local_time, false) as in_local_time, s.started_at, coalesce(s.ended_at, s.stopped_at) as ended_at,
                   (select max(c.opened_at) from broadcasts.corrections c
                     where c.tenant_id = b.tenant_id and c.broadcast_id = b.broadcast_id and c.closed_by is null) as corrected_at
              from broadcasts.broadcasts b
              join broadcasts.broadcasts f on f.tenant_id = b.tenant_id and f.broadcast_id = b.broadcast_id and f.version = 1
              left join broadcasts.sends s on s.tenant_id = b.tenant_id and s.broadcast_id = b.broadcast_id and s.closed_by is null
             where b.tenant_id = 'tnt_platform' and b.closed_by is null {which}
             {order}
            """,
            arguments
        );
}

/// <summary>Selects broadcasts for the page, the export and the API.</summary>
/// <param name="Text">Part of the subject, or an id.</param>
public sealed record BroadcastFilter(Mode Mode, string? Text = null, BroadcastState? State = null, string? Cursor = null, int Limit = 50);
