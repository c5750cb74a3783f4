namespace OwnerConsole.Kernel.Metrics;

/// <summary>What lists show of each tenant's use, for the rows of a page: from the days that are folded, as the catalogue's numbers are.</summary>
public static class TenantFigures
{
    /// <summary>Joined to rows <c>p</c> of tenants: <c>sessions</c> that started this month (sessions.started), and each day <c>ago</c> of at least the last 30 with its <c>activity</c>.</summary>
    /// <remarks>Not a constant: its text belongs to this room alone.</remarks>
    public static string Join { get; } =
        """
            cross join (select max((now() at time zone r.zone)::date) as day from core.reporting r) today -- a row at any rate, and once for the page
            left join lateral (
              select sum(d.sessions) filter (where d.day >= date_trunc('month', today.day)::date) as sessions,
                     array_agg(today.day - d.day) as ago,
                     array_agg(d.activity) as activity
                from core.tenant_days d
               where d.tenant_id = p.tenant_id and d.day > today.day - 31 and d.day <= today.day -- 31: the longest month
            ) f on true
            """;
}
