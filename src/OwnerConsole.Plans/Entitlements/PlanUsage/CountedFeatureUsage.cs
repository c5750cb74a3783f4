using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements.PlanUsage;

/// <summary>Usage of a counted feature, with a forecast and past periods.</summary>
/// <param name="ForecastAtEnd">Forecast usage at the end of the period; null if no forecast is possible.</param>
/// <param name="ReachesAt">Forecast time at which the limit is reached; null if not within the period.</param>
/// <param name="Past">Past periods, oldest first.</param>
public sealed record CountedFeatureUsage(EntitlementView View, string? ForecastAtEnd, DateTimeOffset? ReachesAt, IReadOnlyList<UsagePeriod> Past)
{
    internal static CountedFeatureUsage Of(FeatureBalance standing, DateTimeOffset now, IEnumerable<UsagePeriod> past)
    {
        var (entitled, used, resetsAt) = (standing.Entitlement, standing.Used, standing.ResetsAt);
        // Gauges and rate limits have no trend to extrapolate.
        var isPaced = resetsAt is not null && entitled.Feature.Kind is not (FeatureKind.Gauge or FeatureKind.Rate);
        var period = new Cycle.Interval(standing.StartsAt, resetsAt ?? Cycle.Never);
        return new(
            EntitlementView.Of(standing, asked: 1),
            isPaced && UsageForecast.ProjectAtEnd(used, period, now, entitled.Feature.Decimals) is { } atEnd ? Allowance.Plain(atEnd) : null,
            isPaced && entitled.Allows.Limit is > 0 and { } limit ? UsageForecast.ProjectLimitReachedAt(used, limit, period, now) : null,
            [.. past]
        );
    }
}
