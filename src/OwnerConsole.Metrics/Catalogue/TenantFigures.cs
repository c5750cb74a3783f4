using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Usage figures of the tenants on a list page, computed from the same days as the metrics.</summary>
public static class TenantFigures
{
    /// <summary>
    /// Join for rows <c>k</c> of core.tenant_summaries: <c>f.sessions</c> started this month (sessions.started); <c>k.line</c>, the activity per day up
    /// to <c>f.line_ago</c> days before today, separated by spaces; and each day <c>f.ago</c> after those, or of at least the last 30 days, with its
    /// <c>f.activity</c>.
    /// </summary>
    /// <remarks>A property and not a constant, so that its text is not copied into other assemblies.</remarks>
    public static string Join { get; } =
        $"""
            cross join (select max((now() at time zone r.zone)::date) as day from core.reporting r) today -- aggregated, so that there is always a row and it is computed once for the whole statement
            left join lateral (
              select coalesce(sum(d.sessions) filter (where d.day >= date_trunc('month', today.day)::date), 0)
                       + case when k.line_until >= date_trunc('month', today.day)::date then k.line_sessions else 0 end as sessions,
                     today.day - k.line_until as line_ago,
                     array_agg(today.day - d.day) as ago,
                     array_agg(d.activity) as activity
                from core.tenant_days d
               where d.tenant_id = k.tenant_id and d.day > greatest(k.line_until, today.day - {SparklineCache.Days}) and d.day <= today.day
            ) f on true
            """;
}
