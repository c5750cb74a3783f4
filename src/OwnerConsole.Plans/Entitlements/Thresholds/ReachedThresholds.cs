using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Thresholds;

/// <summary>A threshold of a limit that a tenant has reached.</summary>
/// <param name="Percent">Share of the limit in percent: 80, 90 or 100.</param>
/// <param name="Used">Current usage if read from the current period; usage at that time if read for the notification.</param>
/// <param name="Since">When it was reached.</param>
internal sealed record Threshold(
    string TenantId,
    string TenantName,
    string Feature,
    string FeatureId,
    string FeatureName,
    string Unit,
    DateTimeOffset PeriodStart,
    DateTimeOffset PeriodEnd,
    int Percent,
    decimal Used,
    decimal Allows,
    DateTimeOffset Since
);

/// <summary>Finds the thresholds that tenants have reached.</summary>
internal static class ReachedThresholds
{
    /// <inheritdoc cref="IAttentionSource.UrgentTenants"/>
    public static readonly string UrgentTenants = $"""
        select h.tenant_id, case when entitlements.threshold(u.used - u.burnt, u.allows) < 100 then {(int)Urgency.ThisWeek} else {(int)
            Urgency.Today} end as urgency
          from entitlements.thresholds h
          join core.tenants t on t.tenant_id = h.tenant_id and t.mode = @mode
          join entitlements.usage u on u.tenant_id = h.tenant_id and u.feature = h.feature and u.period_start = h.period_start
          join features.features f on f.key = h.feature and f.closed_by is null
         where h.period_end > now() and h.period_start <= now() and entitlements.threshold(u.used - u.burnt, u.allows) >= {NearLimitThreshold.Percent}
        """;

    /// <param name="tenantId">Only this tenant; null for all.</param>
    /// <returns>The highest threshold still reached in the current period, per tenant and feature; highest first, then longest reached.</returns>
    public static Task<IReadOnlyList<Threshold>> FindReached(Mode mode, string? tenantId, int least, int most, UnitOfWork work) =>
        work.List<Threshold>(
            """
            select r.tenant_id, t.name as tenant_name, r.feature, f.feature_id, f.name as feature_name, f.unit, r.period_start, r.period_end,
                   r.percent, r.used, r.allows, r.since
              from (select h.tenant_id, h.feature, h.period_start, h.period_end, entitlements.threshold(u.used - u.burnt, u.allows) as percent, u.used - u.burnt as used, u.allows,
                           max(h.reached_at) filter (where h.threshold = entitlements.threshold(u.used - u.burnt, u.allows)) as since
                      from entitlements.thresholds h
                      join entitlements.usage u on u.tenant_id = h.tenant_id and u.feature = h.feature and u.period_start = h.period_start
                     where h.period_end > now() and h.period_start <= now() and entitlements.threshold(u.used - u.burnt, u.allows) >= @least
                       and (@tenantId::text is null or h.tenant_id = @tenantId)
                     group by 1, 2, 3, 4, 5, 6, 7) r
              join features.features f on f.key = r.feature and f.closed_by is null
              join core.tenants t on t.tenant_id = r.tenant_id and t.mode = @mode
             order by r.percent desc, r.since, r.tenant_id, r.feature
             limit @most
            """,
            new
            {
                mode,
                tenantId,
                least,
                most,
            }
        );

    /// <returns>Thresholds without a notification yet, longest reached first.</returns>
    public static Task<IReadOnlyList<Threshold>> FindUnpublished(int most, UnitOfWork work) =>
        work.List<Threshold>(
            """
            select h.tenant_id, t.name as tenant_name, h.feature, f.feature_id, f.name as feature_name, f.unit, h.period_start, h.period_end,
                   h.threshold as percent, h.used, h.allows, h.reached_at as since
              from entitlements.thresholds h
              join core.tenants t using (tenant_id)
              cross join lateral (select * from features.features f where f.key = h.feature order by f.closed_at desc nulls first limit 1) f
             where h.notified_at is null
             order by h.reached_at, h.tenant_id, h.feature, h.threshold
             limit @most
            """,
            new { most }
        );

    /// <returns>The thresholds to notify about, without those notified or reached again since they were read.</returns>
    public static async Task<IReadOnlyList<Threshold>> MarkPublished(IReadOnlyList<Threshold> untold, UnitOfWork work)
    {
        var told = await work.List<long>(
            """
            update entitlements.thresholds h set notified_at = now()
              from unnest(@tenants, @features, @starts, @percents, @since) with ordinality t(tenant_id, feature, period_start, threshold, since, place)
             where h.tenant_id = t.tenant_id and h.feature = t.feature and h.period_start = t.period_start and h.threshold = t.threshold
               and h.notified_at is null and h.reached_at = t.since
            returning t.place
            """,
            new
            {
                tenants = untold.Select(threshold => threshold.TenantId).ToArray(),
                features = untold.Select(threshold => threshold.Feature).ToArray(),
                starts = untold.Select(threshold => threshold.PeriodStart).ToArray(),
                percents = untold.Select(threshold => threshold.Percent).ToArray(),
                since = untold.Select(threshold => threshold.Since).ToArray(),
            }
        );
        return [.. told.Order().Select(place => untold[(int)place - 1])];
    }
}
