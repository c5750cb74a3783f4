using OwnerConsole.Data;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Reads what counts for an SLA in a period, in one statement for all of its tenants.</summary>
internal static class SlaNumbers
{
    /// <param name="tenants">IDs of the tenants of the SLA.</param>
    /// <param name="to">End of the period, or now.</param>
    /// <returns>Seconds with an incident by tenant, without tenants that have none. Times of several incidents at once count once.</returns>
    public static async Task<IReadOnlyDictionary<string, EventCount>> FindDowntime(
        Sla sla,
        IReadOnlyList<string> tenants,
        DateTimeOffset from,
        DateTimeOffset to,
        UnitOfWork reading
    ) =>
        ToCounts(
            await reading.List<NumberRow>(
                """
                select r.tenant_id, 0::bigint as events, ceil(sum(extract(epoch from upper(p.part) - lower(p.part))))::bigint as bad
                  from (select i.tenant_id, range_agg(tstzrange(greatest(i.starts_at, @from), least(coalesce(i.ends_at, @to), @to))) as parts
                          from agreements.impacts i
                         where i.tenant_id = any(@tenants) and i.severity <= @MinSeverity and i.starts_at < @to
                           and (i.ends_at is null or i.ends_at > @from and i.ends_at > i.starts_at)
                         group by i.tenant_id) r
                 cross join lateral unnest(r.parts) p(part)
                 group by r.tenant_id
                """,
                new
                {
                    tenants,
                    sla.MinSeverity,
                    from,
                    to,
                }
            )
        );

    /// <param name="tenants">IDs of the tenants of the SLA.</param>
    /// <param name="to">End of the period, or now.</param>
    /// <returns>Incidents that started in the period by tenant, and those that were not resolved in time; without tenants that have none.</returns>
    public static async Task<IReadOnlyDictionary<string, EventCount>> FindResolutions(
        Sla sla,
        IReadOnlyList<string> tenants,
        DateTimeOffset from,
        DateTimeOffset to,
        UnitOfWork reading
    ) =>
        ToCounts(
            await reading.List<NumberRow>(
                """
                select i.tenant_id, count(*) as events,
                       count(*) filter (where coalesce(i.ends_at, greatest(@to, now())) - i.starts_at > make_interval(mins => @WithinMinutes)) as bad
                  from agreements.impacts i
                 where i.tenant_id = any(@tenants) and i.severity <= @MinSeverity and i.starts_at >= @from and i.starts_at < @to
                 group by i.tenant_id
                """,
                new
                {
                    tenants,
                    sla.MinSeverity,
                    sla.WithinMinutes,
                    from,
                    to,
                }
            )
        );

    /// <param name="last">Last day of the period.</param>
    /// <returns>Events of the SLO in the period.</returns>
    public static async Task<EventCount> FindEvents(Sla sla, DateOnly first, DateOnly last, UnitOfWork reading)
    {
        var sum = await reading.One<SumOfDays>(
            """
            select coalesce(sum(d.events), 0)::bigint as events, coalesce(sum(d.bad), 0)::bigint as bad
              from agreements.days d
             where d.tenant_id = 'tnt_platform' and d.indicator = @Indicator and d.day >= @first and d.day <= @last
            """,
            new
            {
                sla.Indicator,
                first,
                last,
            }
        );
        return new(sum?.Events ?? 0, sum?.Bad ?? 0);
    }

    private static Dictionary<string, EventCount> ToCounts(IReadOnlyList<NumberRow> rows) =>
        rows.ToDictionary(row => row.TenantId, row => new EventCount(row.Events, row.Bad), StringComparer.Ordinal);

    private sealed record NumberRow(string TenantId, long Events, long Bad);

    private sealed record SumOfDays(long Events, long Bad);
}
