using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Reliability.Incidents.Public;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>A notice of the status page, or the platform for a new one, as the subject of an operation.</summary>
public sealed record NoticeFacts(string Id, long Revision) : ISubject
{
    internal const string UpdatePrefix = "stu";

    public string TenantId => IdGenerator.Platform;

    /// <summary>ID of the new notice.</summary>
    public string NewId { get; init; } = "";

    /// <summary>ID of the new update.</summary>
    public string UpdateId { get; init; } = "";

    /// <summary>Time of the decision.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Number of subscribers who receive an email.</summary>
    public long Recipients { get; init; }

    /// <summary>Number of updates so far.</summary>
    public int Updates { get; init; }

    /// <summary>Why the input can't be used; null if it can.</summary>
    public Refusal? Problem { get; init; }

    /// <summary>Null for a new one, and for one whose post was undone.</summary>
    internal StatusNotice? Notice { get; init; }

    /// <param name="emails">Counts subscribers; null if they receive no email.</param>
    /// <returns>The platform with what a new notice needs.</returns>
    internal static async Task<IReadOnlyList<NoticeFacts>> LoadNew(
        IReadOnlyList<string> ids,
        string prefix,
        IReadOnlyList<string>? components,
        string? incident,
        NoticeEmails? emails,
        UnitOfWork work
    )
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var named = TenantTargets.Values(components);
        var known = await StatusComponent.List(named, work);
        return
        [
            new(IdGenerator.Platform, 1)
            {
                NewId = work.NewId(prefix, IdGenerator.Platform),
                UpdateId = work.NewId(UpdatePrefix, IdGenerator.Platform),
                Now = work.Now,
                Recipients = emails is null ? 0 : await emails.CountRecipients(named, work),
                Problem =
                    known.Count < named.Length ? new("unknown_component", $"One of the components does not exist.")
                    : incident is not null && !await LinkableIncident.Exists(incident, work) ? new("unknown_incident", $"The incident does not exist.")
                    : null,
            },
        ];
    }

    internal static async Task<IReadOnlyList<NoticeFacts>> Load(IReadOnlyList<string> ids, NoticeKind kind, NoticeEmails? emails, UnitOfWork work)
    {
        // One row of each notice is locked, so that all of its operations wait for each other.
        await work.List<string>(
            $"select n.opened_by from status_pages.notices n where n.tenant_id = 'tnt_platform' and n.notice_id = any(@ids) and n.closed_by is null {work.ForUpdate("n")}",
            new { ids = ids.ToArray() }
        );
        var known = await work.List<RevisionRow>(
            """
            select n.notice_id, count(*) + count(n.closed_by)
                   + (select count(*) + count(u.closed_by) from status_pages.notice_updates u
                       where u.tenant_id = 'tnt_platform' and u.notice_id = n.notice_id) as revision,
                   (select count(*) from status_pages.notice_updates u
                     where u.tenant_id = 'tnt_platform' and u.notice_id = n.notice_id and u.closed_by is null) as updates
              from status_pages.notices n
             where n.tenant_id = 'tnt_platform' and n.notice_id = any(@ids) and n.kind = @kind
             group by n.notice_id
             order by n.notice_id
            """,
            new { ids = ids.ToArray(), kind }
        );
        var notices = (await StatusNotice.List(ids, work)).ToDictionary(notice => notice.Id, StringComparer.Ordinal);
        var loaded = new List<NoticeFacts>();
        foreach (var row in known) // usually one
        {
            var notice = notices.GetValueOrDefault(row.NoticeId);
            loaded.Add(
                new(row.NoticeId, row.Revision)
                {
                    UpdateId = work.NewId(UpdatePrefix, row.NoticeId),
                    Now = work.Now,
                    Recipients = emails is null || notice is null ? 0 : await emails.CountRecipients(notice.Components, work),
                    Updates = (int)row.Updates,
                    Notice = notice,
                }
            );
        }
        return loaded;
    }

    /// <returns>Why nothing can be posted about the notice; null if it can.</returns>
    internal static Refusal? FindEnded(NoticeFacts subject) =>
        subject.Notice is not { } notice ? new("removed", $"The post of {subject} was undone.")
        : notice.StatusAt(subject.Now) is NoticeStatus.Completed ? new("maintenance_ended", $"{subject} has ended. Schedule another maintenance.")
        : notice.StatusAt(subject.Now) is NoticeStatus.Resolved ? new("notice_resolved", $"{subject} is resolved. Post another notice.")
        : subject.Updates >= NoticeUpdate.MaxUpdates
            ? new("too_many_updates", $"A notice can have at most {NoticeUpdate.MaxUpdates} updates. Post another notice.")
        : null;

    private sealed record RevisionRow(string NoticeId, long Revision, long Updates);
}
