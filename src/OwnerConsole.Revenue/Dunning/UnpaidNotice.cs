using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>The unpaid invoice that the customer portal shows a notice for: the one that has got furthest.</summary>
/// <param name="LimitsAt">When access is restricted next; null if no such step is planned.</param>
/// <param name="PageUrl">Page where the customer can pay.</param>
public sealed record UnpaidNotice(bool IsReadOnly, DateTimeOffset? LimitsAt, string? PageUrl, string? TimeZone, string Zone)
{
    public DateOnly DayOf(DateTimeOffset at) => Pure.Periods.Zone.FirstKnown(TimeZone, Zone).DayOf(at);

    /// <returns>Null if no step was carried out for an unpaid invoice.</returns>
    public static Task<UnpaidNotice?> Find(string tenant, UnitOfWork work) =>
        work.One<UnpaidNotice>(
            """
            select c.reached ~ '_(read_only|suspend)$' as is_read_only, c.limits_at, c.page_url, t.time_zone, r.zone
              from dunning.cases c join core.tenants t on t.tenant_id = c.tenant_id cross join core.reporting r
             where c.tenant_id = @tenant and c.closed_at is null and c.reached is not null
             order by split_part(c.reached, '_', 1)::int desc, c.opened_at
             limit 1
            """,
            new { tenant }
        );
}
