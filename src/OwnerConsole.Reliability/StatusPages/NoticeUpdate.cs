using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>An update of a notice. It is never changed.</summary>
/// <param name="Id">ID of the update.</param>
/// <param name="Status">Status that it has set.</param>
/// <param name="Body">Its text.</param>
/// <param name="PostedAt">When it was posted.</param>
public sealed record NoticeUpdate(string Id, NoticeStatus Status, string Body, DateTimeOffset PostedAt)
{
    /// <summary>Maximum number of updates of a notice, because its page shows all of them.</summary>
    internal const int MaxUpdates = 100;

    /// <returns>Updates by notice, newest first.</returns>
    internal static async Task<ILookup<string, NoticeUpdate>> List(IReadOnlyCollection<string> notices, UnitOfWork work) =>
        (
            await work.List<UpdateRow>(
                """
                select u.notice_id, u.update_id, u.status, u.body, u.opened_at
                  from status_pages.notice_updates u
                 where u.tenant_id = 'tnt_platform' and u.notice_id = any(@ids) and u.closed_by is null
                 order by u.opened_at desc, u.update_id desc
                """,
                new { ids = notices.ToArray() }
            )
        ).ToLookup(row => row.NoticeId, row => new NoticeUpdate(row.UpdateId, row.Status, row.Body, row.OpenedAt), StringComparer.Ordinal);

    private sealed record UpdateRow(string NoticeId, string UpdateId, NoticeStatus Status, string Body, DateTimeOffset OpenedAt);
}
