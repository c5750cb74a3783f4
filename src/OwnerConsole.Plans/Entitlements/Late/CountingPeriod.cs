using OwnerConsole.Data;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements.Late;

/// <summary>The period that counts a use that happened at a given time.</summary>
/// <param name="IsCurrent">Whether the period is current; otherwise it ended within the grace time.</param>
/// <param name="IsAdjusted">Whether the use happened in a period that closed too long ago, and is counted in the current one.</param>
internal readonly record struct CountingPeriod(Cycle.Interval Period, bool IsCurrent, bool IsAdjusted)
{
    /// <summary>How long a period accepts usage after its end.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromHours(72);

    /// <summary>The same as a SQL interval.</summary>
    public const string GracePeriodSql = "interval '72 hours'";

    public static async Task<CountingPeriod> Of(DateTimeOffset at, KnownFeature feature, TenantEntitlements holding, UnitOfWork work)
    {
        var running = await FeatureUsage.FindCurrentPeriod(feature, holding, work);
        if (at >= running.StartsAt)
            return new(running, IsCurrent: true, IsAdjusted: false);
        var earlier = await FindEarlier(at, running, feature, holding, work);
        return earlier.EndsAt > holding.At - GracePeriod ? new(earlier, IsCurrent: false, IsAdjusted: false) : new(running, IsCurrent: true, IsAdjusted: true);
    }

    /// <summary>The period that has a row, otherwise the calendar period, cut by the neighbouring rows, so that no time is in two periods after a
    /// change of time zone.</summary>
    private static async Task<Cycle.Interval> FindEarlier(
        DateTimeOffset at,
        Cycle.Interval running,
        KnownFeature feature,
        TenantEntitlements holding,
        UnitOfWork work
    )
    {
        var before = await work.One<FeatureUsage.PeriodRow>(
            """
            select u.period_start, u.period_end from entitlements.usage u
             where u.tenant_id = @TenantId and u.feature = @Key and u.period_start <= @at
             order by u.period_start desc limit 1
            """,
            new
            {
                holding.TenantId,
                feature.Key,
                at,
            }
        );
        if (at < before?.PeriodEnd)
            return before.Period;
        var (starts, ends) = (holding with { At = at }).Period(feature);
        return new(starts < before?.PeriodEnd ? before.PeriodEnd : starts, ends > running.StartsAt ? running.StartsAt : ends);
    }
}
