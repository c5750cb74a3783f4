using OwnerConsole.Data;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Late;

/// <summary>Records usage that was counted in a period but happened before it, so that a count can be explained.</summary>
internal static class Adjustments
{
    public static void Add(FeatureUsage row, LateUsageCounter.LateUsage said, UnitOfWork work) =>
        work.Defer(
            """
            insert into entitlements.adjustments (tenant_id, feature, period_start, happened_at, amount, claim_key, at)
            values (@TenantId, @Feature, @PeriodStart, @At, @Amount, @Key, now())
            """,
            new
            {
                row.TenantId,
                row.Feature,
                row.PeriodStart,
                said.At,
                said.Amount,
                said.Key,
            }
        );

    /// <returns>The entitlements, with the part of the usage that happened before the period.</returns>
    public static async Task<IReadOnlyList<EntitlementView>> Explain(string tenantId, IEnumerable<EntitlementView> views, UnitOfWork work)
    {
        var late = await work.List<Sum>(
            $"""
            select u.feature, least(sum(a.amount - coalesce(a.refunded, 0)), u.used) as amount
              from entitlements.usage u join entitlements.adjustments a on a.tenant_id = u.tenant_id and a.feature = u.feature and a.period_start = u.period_start
             where u.tenant_id = @tenantId and {FeatureUsage.CurrentPeriod}
             group by u.feature, u.used
            """,
            new { tenantId }
        );
        var sums = late.Where(sum => sum.Amount > 0).ToDictionary(sum => sum.Feature, sum => Allowance.Plain(sum.Amount), StringComparer.Ordinal);
        return [.. views.Select(view => sums.TryGetValue(view.Feature, out var sum) ? view with { Adjusted = sum } : view)];
    }

    private sealed record Sum(string Feature, decimal Amount);
}
