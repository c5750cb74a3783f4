using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Entitlements.PlanUsage;

/// <summary>What a tenant had used of a feature when a period ended.</summary>
/// <param name="Feature">its key</param>
/// <param name="Allows">the limit by then; null for unlimited</param>
public sealed record PastPeriod(string Feature, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, decimal Used, decimal? Allows)
{
    private const int Most = 6;

    /// <returns>the last six of each feature that are over, the oldest first; none for one in which nothing was used</returns>
    public static Task<IReadOnlyList<PastPeriod>> Find(string tenantId, Work work) =>
        work.List<PastPeriod>(
            """
            select p.feature, p.period_start, p.period_end, p.used, p.allows
              from (select u.feature, u.period_start, u.period_end, u.used, u.allows, row_number() over (partition by u.feature order by u.period_start desc) as age
                      from entitlements.usage u
                     where u.tenant_id = @tenantId and u.period_end <= now()) p
             where p.age <= @Most
             order by p.feature, p.period_start
            """,
            new { tenantId, Most }
        );
}
