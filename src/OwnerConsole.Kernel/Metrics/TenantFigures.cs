using OwnerConsole.Kernel.Intakes;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>What lists show of each tenant's use, for the rows of a page: from the days that are folded, as the catalogue's numbers are.</summary>
public static class TenantFigures
{
    /// <summary>
    /// Joined to rows <c>k</c> of core.tenant_people: <c>f.sessions</c> that started this month (sessions.started); <c>k.line</c>, the activity of days up to <c>f.line_ago</c> days before today, apart by spaces;
    /// and each day <c>f.ago</c> after those, or of at least the last 30, with its <c>f.activity</c>.
    /// </summary>
    /// <remarks>Not a constant: its text belongs to this room alone.</remarks>
    public static string Join { get; } =
        $"""
            cross join (select max((now() at time zone r.zone)::date) as day from core.reporting r) today -- a row at any rate, and once for the page
            left join lateral (
              select coalesce(sum(d.sessions) filter (where d.day >= date_trunc('month', today.day)::date), 0)
                       + case when k.line_until >= date_trunc('month', today.day)::date then k.line_sessions else 0 end as sessions,
                     today.day - k.line_until as line_ago,
                     array_agg(today.day - d.day) as ago,
                     array_agg(d.activity) as activity
                from core.tenant_days d
               where d.tenant_id = k.tenant_id and d.day > greatest(k.line_until, today.day - {LineKeeper.Days}) and d.day <= today.day
            ) f on true
            """;
}
