using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Kind of a notice on the status page.</summary>
public enum NoticeKind
{
    /// <summary>A problem.</summary>
    Incident,

    /// <summary>A planned change.</summary>
    Maintenance,
}

/// <summary>An incident or a maintenance on the status page as it is stored.</summary>
/// <param name="Impact">How much it affects readers; none for a maintenance.</param>
/// <param name="Components">IDs of the affected components.</param>
/// <param name="IncidentId">Incident of the team; null for none.</param>
/// <param name="StartsAt">Announced start of a maintenance; null for an incident.</param>
/// <param name="EndsAt">Announced end of a maintenance; null for an incident.</param>
/// <param name="PostedStatus">Status of the last update.</param>
/// <param name="UpdatedAt">When the last update was posted.</param>
internal sealed record StatusNotice(
    string Id,
    NoticeKind Kind,
    string Title,
    NoticeImpact Impact,
    IReadOnlyList<string> Components,
    string? IncidentId,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset PostedAt,
    NoticeStatus PostedStatus,
    DateTimeOffset UpdatedAt
)
{
    internal const string IncidentPrefix = "stn",
        MaintenancePrefix = "stm",
        IncidentKind = "status_notice",
        MaintenanceKind = "status_maintenance";

    private const string Columns = """
        select n.notice_id as id, n.kind, n.title, n.impact, n.components, n.incident_id, n.starts_at, n.ends_at, n.posted_at,
               u.status as posted_status, u.opened_at as updated_at
          from status_pages.notices n
          join lateral (select l.status, l.opened_at from status_pages.notice_updates l
                         where l.tenant_id = n.tenant_id and l.notice_id = n.notice_id and l.closed_by is null
                         order by l.opened_at desc, l.update_id desc limit 1) u on true
         where n.tenant_id = 'tnt_platform' and n.closed_by is null
        """;

    internal static readonly StateRows Versions = new("status_pages.notices", "notice_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.notice_id = this.notice_id",
    };

    internal static readonly StateRows Updates = new("status_pages.notice_updates", "notice_id")
    {
        BelongToPlatform = true,
        AreStacked = true,
        Conflict = "other.tenant_id = this.tenant_id and other.notice_id = this.notice_id",
    };

    /// <returns>Current status: a maintenance starts and ends at its times.</returns>
    public NoticeStatus StatusAt(DateTimeOffset now) =>
        StartsAt is { } startsAt && EndsAt is { } endsAt ? MaintenanceClock.StatusAt(startsAt, endsAt, PostedStatus, now) : PostedStatus;

    /// <returns>The notices that exist.</returns>
    public static Task<IReadOnlyList<StatusNotice>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<StatusNotice>($"{Columns} and n.notice_id = any(@ids) order by n.notice_id", new { ids = ids.ToArray() });

    /// <param name="since">Time from which ended notices are included.</param>
    /// <returns>Notices that have not ended, then those that were posted, updated or ended since a time, the most recent first.</returns>
    public static Task<IReadOnlyList<StatusNotice>> ListSince(DateTimeOffset since, int limit, UnitOfWork work) =>
        work.List<StatusNotice>(
            $"""
            {Columns} and (n.posted_at >= @since or u.opened_at >= @since or n.ends_at >= @since or n.kind = 'incident' and u.status <> 'resolved')
             order by coalesce(n.kind = 'incident' and u.status <> 'resolved' or n.ends_at > now() and u.status <> 'completed', false) desc,
                      n.posted_at desc, n.notice_id desc
             limit @limit
            """,
            new { since, limit }
        );

    /// <returns>A page, newest first.</returns>
    public static async Task<OwnerConsole.Data.Page<StatusNotice>> List(NoticeKind? kind, string? cursor, int limit, UnitOfWork work)
    {
        var (at, id) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var conditions = Conditions.And((kind is not null, "n.kind = @kind"), (cursor is not null, "(n.posted_at, n.notice_id) < (@at, @id)"));
        var rows = await work.List<StatusNotice>(
            $"{Columns} {conditions} order by n.posted_at desc, n.notice_id desc limit @most",
            new
            {
                kind,
                at,
                id,
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.PostedAt, last.Id));
    }

    /// <summary>Replaces the current version of a notice, or adds its first one.</summary>
    public static async Task Open(StatusNotice notice, UnitOfWork work)
    {
        await Versions.Close([notice.Id], work);
        await work.Execute(
            """
            insert into status_pages.notices (tenant_id, notice_id, kind, title, impact, components, incident_id, starts_at, ends_at, posted_at, opened_by, opened_at)
            values ('tnt_platform', @Id, @Kind, @Title, @Impact, @components, @IncidentId, @StartsAt, @EndsAt, @PostedAt, @run, clock_timestamp())
            """,
            new
            {
                notice.Id,
                notice.Kind,
                notice.Title,
                notice.Impact,
                components = notice.Components.ToArray(),
                notice.IncidentId,
                notice.StartsAt,
                notice.EndsAt,
                notice.PostedAt,
                run = work.RunId,
            }
        );
        await work.SetName(notice.Id, notice.Kind is NoticeKind.Incident ? IncidentKind : MaintenanceKind, notice.Title);
    }

    /// <summary>Adds an update.</summary>
    public static Task AddUpdate(string updateId, string noticeId, NoticeStatus status, string body, UnitOfWork work) =>
        work.Execute(
            """
            insert into status_pages.notice_updates (tenant_id, update_id, notice_id, status, body, opened_by, opened_at)
            values ('tnt_platform', @updateId, @noticeId, @status, @body, @run, clock_timestamp())
            """,
            new
            {
                updateId,
                noticeId,
                status,
                body,
                run = work.RunId,
            }
        );
}
