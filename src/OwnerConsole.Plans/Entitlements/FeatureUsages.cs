using OwnerConsole.Data;
using OwnerConsole.Plans.Entitlements.Public;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Finds the usage of tenants.</summary>
internal static class FeatureUsages
{
    private const string PeriodHasEnded =
        "(u.period_end <= now() or not exists (select from features.features f where f.key = u.feature and f.closed_by is null))";

    /// <returns>Usage in the current periods, without features that a tenant hasn't used.</returns>
    public static Task<IReadOnlyList<FeatureUsage>> Of(IReadOnlyCollection<string> tenants, UnitOfWork work) =>
        work.List<FeatureUsage>(
            $"select {FeatureUsage.BaseColumns}, {FeatureUsage.CurrentReserved} from entitlements.usage u where u.tenant_id = any(@tenants) and {FeatureUsage.CurrentPeriod}",
            new { tenants }
        );

    /// <param name="most">Maximum number of periods per feature.</param>
    /// <returns>Usage of every period that has started, latest first.</returns>
    public static Task<IReadOnlyList<UsagePeriod>> FindPeriods(IReadOnlyCollection<string> tenants, int most, UnitOfWork work) =>
        work.List<UsagePeriod>(
            """
            select e.tenant_id, e.feature, e.period_start, e.period_end, e.used, e.allows
              from (select u.tenant_id, u.feature, u.period_start, u.period_end, u.used, u.allows,
                           row_number() over (partition by u.tenant_id, u.feature order by u.period_start desc) as place
                      from entitlements.usage u
                     where u.tenant_id = any(@tenants) and u.period_start <= now()) e
             where e.place <= @most
             order by e.tenant_id, e.feature, e.period_start desc
            """,
            new { tenants, most }
        );

    /// <returns>Rows that may have expired reservations, longest expired first.</returns>
    public static Task<IReadOnlyList<FeatureUsage>> FindWithExpiredReservations(int most, UnitOfWork work) =>
        work.List<FeatureUsage>(
            $"select {FeatureUsage.Columns} from entitlements.usage u where u.next_expiry <= now() order by u.next_expiry limit @most",
            new { most }
        );

    /// <returns>Tenants with usage in a row whose copy of the limit is stale.</returns>
    public static Task<IReadOnlyList<string>> FindStale(int most, UnitOfWork work) =>
        work.List<string>(
            $"""
            select distinct u.tenant_id
              from entitlements.usage u join core.tenants t using (tenant_id)
             where {FeatureUsage.CurrentPeriod} and u.used > 0 and (u.limit_until <= now() or u.revision <> {FeatureUsage.CurrentRevision})
               and exists (select from features.features f where f.key = u.feature and f.closed_by is null)
             order by 1
             limit @most
            """,
            new { most }
        );

    /// <returns>Tenants blocked by a row whose limit is stale, whose period has ended, or whose feature was retired.</returns>
    public static Task<IReadOnlyList<string>> FindBlockedStale(int most, UnitOfWork work) =>
        work.List<string>(
            $"""
            select distinct u.tenant_id
              from entitlements.usage u
             where u.blocked_at is not null
               and (u.limit_until <= now() or u.revision <> {FeatureUsage.CurrentRevision} or {PeriodHasEnded})
             order by 1
             limit @most
            """,
            new { most }
        );

    /// <summary>Unblocks rows whose period has ended or whose feature was retired.</summary>
    public static Task Unblock(string tenantId, UnitOfWork work) =>
        work.Execute(
            $"update entitlements.usage u set blocked_at = null where u.tenant_id = @tenantId and u.blocked_at is not null and {PeriodHasEnded}",
            new { tenantId }
        );
}
