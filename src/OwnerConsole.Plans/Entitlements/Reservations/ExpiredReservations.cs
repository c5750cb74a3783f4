using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>Closes reservations that have expired.</summary>
internal static class ExpiredReservations
{
    /// <summary>Closes the expired reservations of a locked row.</summary>
    /// <returns>The row without them.</returns>
    public static async Task<FeatureUsage> CloseExpired(this FeatureUsage usage, UnitOfWork work) =>
        (
            await work.One<FeatureUsage>(
                $"""
                with over as (
                  update entitlements.reservations r
                     set state = 'expired', closed_at = r.expires_at
                   where r.tenant_id = @TenantId and r.feature = @Feature and r.period_start = @PeriodStart and r.state = 'held' and r.expires_at <= now()
                  returning r.amount)
                update entitlements.usage u
                   set reserved = u.reserved - (select coalesce(sum(o.amount), 0) from over o),
                       next_expiry = (select min(r.expires_at) from entitlements.reservations r
                                       where r.tenant_id = @TenantId and r.feature = @Feature and r.period_start = @PeriodStart and r.state = 'held' and r.expires_at > now())
                 where {FeatureUsage.IsThisRow}
                returning {FeatureUsage.Columns}
                """,
                new
                {
                    usage.TenantId,
                    usage.Feature,
                    usage.PeriodStart,
                }
            )
        )!; // The row is locked, so it exists.
}
