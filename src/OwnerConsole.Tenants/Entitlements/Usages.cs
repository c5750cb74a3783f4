using OwnerConsole.Kernel.Data;
using OwnerConsole.Tenants.Entitlements.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Finds what tenants have used.</summary>
internal static class Usages
{
    private const string IsOver = "(u.period_end <= now() or not exists (select from features.features f where f.key = u.feature and f.closed_by is null))";

    /// <returns>of the periods that run; a tenant that has used nothing of a feature has none</returns>
    public static Task<IReadOnlyList<Usage>> Of(IReadOnlyCollection<string> tenants, Work work) =>
        work.List<Usage>($"select {Usage.Fixed}, {Usage.Living} from entitlements.usage u where u.tenant_id = any(@tenants) and {Usage.Runs}", new { tenants });

    /// <param name="most">of each feature</param>
    /// <returns>of every period that has begun, the latest first</returns>
    public static Task<IReadOnlyList<UsedPeriod>> Earlier(IReadOnlyCollection<string> tenants, int most, Work work) =>
        work.List<UsedPeriod>(
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

    /// <returns>those of which a hold may be over, the longest over first</returns>
    public static Task<IReadOnlyList<Usage>> Over(int most, Work work) =>
        work.List<Usage>($"select {Usage.Columns} from entitlements.usage u where u.next_expiry <= now() order by u.next_expiry limit @most", new { most });

    /// <returns>tenants that have used something of which the limit in the row is no longer the one that they have</returns>
    public static Task<IReadOnlyList<string>> Stale(int most, Work work) =>
        work.List<string>(
            $"""
            select distinct u.tenant_id
              from entitlements.usage u join core.tenants t using (tenant_id)
             where {Usage.Runs} and u.used > 0 and (u.limit_until <= now() or u.revision <> {Usage.Revised})
               and exists (select from features.features f where f.key = u.feature and f.closed_by is null)
             order by 1
             limit @most
            """,
            new { most }
        );

    /// <returns>tenants that are blocked by a row whose limit is no longer the one that they have, or whose period is over, or whose feature is gone</returns>
    public static Task<IReadOnlyList<string>> BlockedStale(int most, Work work) =>
        work.List<string>(
            $"""
            select distinct u.tenant_id
              from entitlements.usage u
             where u.blocked_at is not null
               and (u.limit_until <= now() or u.revision <> {Usage.Revised} or {IsOver})
             order by 1
             limit @most
            """,
            new { most }
        );

    /// <summary>A period that is over blocks nobody, nor does a feature that is gone.</summary>
    public static Task Unblock(string tenantId, Work work) =>
        work.Do($"update entitlements.usage u set blocked_at = null where u.tenant_id = @tenantId and u.blocked_at is not null and {IsOver}", new { tenantId });
}
