using OwnerConsole.Data;

namespace OwnerConsole.Reliability.StatusPages.Public;

/// <summary>A maintenance that was announced on the status page.</summary>
/// <param name="AnnouncedAt">When it was announced.</param>
/// <param name="StartsAt">Announced start.</param>
/// <param name="EndsAt">Announced end, or when it was completed if that was earlier, which can be before the start.</param>
/// <param name="OtherProbes">Ids of probes that only components without maintenance use; empty if it names no components.</param>
public sealed record MaintenancePeriod(DateTimeOffset AnnouncedAt, DateTimeOffset StartsAt, DateTimeOffset EndsAt, IReadOnlyList<string> OtherProbes)
{
    /// <param name="since">Only those that end later.</param>
    /// <returns>Also future ones, the earliest first.</returns>
    public static Task<IReadOnlyList<MaintenancePeriod>> List(DateTimeOffset since, UnitOfWork work) =>
        work.List<MaintenancePeriod>(
            """
            select n.posted_at as announced_at, n.starts_at,
                   least(n.ends_at, (select min(u.opened_at) from status_pages.notice_updates u
                                      where u.tenant_id = n.tenant_id and u.notice_id = n.notice_id and u.closed_by is null and u.status = 'completed')) as ends_at,
                   array(select c.probe_id from status_pages.components c
                          where c.tenant_id = n.tenant_id and c.closed_by is null and c.probe_id is not null and cardinality(n.components) > 0
                          group by c.probe_id
                         having not bool_or(c.component_id = any(n.components))) as other_probes
              from status_pages.notices n
             where n.tenant_id = 'tnt_platform' and n.closed_by is null and n.kind = 'maintenance' and n.ends_at > @since
             order by n.starts_at, n.notice_id
            """,
            new { since }
        );
}
