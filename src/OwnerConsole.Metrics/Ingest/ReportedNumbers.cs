using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Reported members, sessions and meter values of many tenants, each in one statement. Tenants without data are omitted.</summary>
public static class ReportedNumbers
{
    /// <summary>Counts members who have not left and are neither anonymised nor merged into another.</summary>
    /// <param name="role">Role to filter by; empty for all.</param>
    /// <returns>Number of members by tenant id.</returns>
    public static Task<IReadOnlyDictionary<string, decimal>> Members(IReadOnlyCollection<string> tenants, string role, UnitOfWork work) =>
        Read(
            """
            select m.tenant_id, count(*)::numeric as number
              from core.members m
             where m.tenant_id = any(@tenants) and m.anonymised_at is null and m.left_at is null and (@role = '' or m.role = @role)
               and not exists (select from core.merges g where g.member_id = m.member_id and g.tenant_id = m.tenant_id and g.to_at is null)
             group by m.tenant_id
            """,
            new { tenants, role },
            work
        );

    /// <summary>Counts sessions that started since a time; its day is counted completely, in the reporting time zone.</summary>
    /// <returns>Number of sessions by tenant id.</returns>
    public static Task<IReadOnlyDictionary<string, decimal>> Sessions(IReadOnlyCollection<(string TenantId, DateTimeOffset Since)> tenants, UnitOfWork work) =>
        Read(Days("sum(d.sessions)::numeric"), Since(tenants, ""), work);

    /// <summary>Sums a meter's values since a time; its day is counted completely, in the reporting time zone.</summary>
    /// <returns>Value in the meter's unit, by tenant id.</returns>
    public static Task<IReadOnlyDictionary<string, decimal>> Sum(
        IReadOnlyCollection<(string TenantId, DateTimeOffset Since)> tenants,
        string meter,
        UnitOfWork work
    ) => Read(Days("coalesce(sum((d.meters ->> @meter)::numeric), 0)"), Since(tenants, meter), work);

    /// <summary>Returns a meter's value of the last day with a value.</summary>
    /// <returns>Value in the meter's unit, by tenant id.</returns>
    public static Task<IReadOnlyDictionary<string, decimal>> Latest(IReadOnlyCollection<string> tenants, string meter, UnitOfWork work) =>
        Read(
            """
            select t.tenant_id, l.number
              from unnest(@tenants) t(tenant_id)
              join lateral (
                select (d.meters ->> @meter)::numeric as number from core.tenant_days d
                 where d.tenant_id = t.tenant_id and d.meters ? @meter order by d.day desc limit 1) l on true
            """,
            new { tenants, meter },
            work
        );

    private static string Days(string number) =>
        $"""
            select d.tenant_id, {number} as number
              from unnest(@tenants, @since) t(tenant_id, since) cross join core.reporting r
              join core.tenant_days d on d.tenant_id = t.tenant_id and d.day >= (t.since at time zone r.zone)::date
             group by d.tenant_id
            """;

    private static object Since(IReadOnlyCollection<(string TenantId, DateTimeOffset Since)> tenants, string meter) =>
        new
        {
            tenants = tenants.Select(tenant => tenant.TenantId).ToArray(),
            since = tenants.Select(tenant => tenant.Since).ToArray(),
            meter,
        };

    private static async Task<IReadOnlyDictionary<string, decimal>> Read(string sql, object arguments, UnitOfWork work) =>
        (await work.List<Row>(sql, arguments)).ToDictionary(row => row.TenantId, row => row.Number, StringComparer.Ordinal);

    private sealed record Row(string TenantId, decimal Number);
}
