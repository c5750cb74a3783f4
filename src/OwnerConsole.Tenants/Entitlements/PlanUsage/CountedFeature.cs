using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Entitlements.Public;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.PlanUsage;

/// <summary>How a tenant stands with something that is counted.</summary>
/// <param name="AtEnd">what will be used at this pace when the period ends; null where nothing can be said</param>
/// <param name="ReachesAt">when the limit is reached at this pace; null where it isn't within the period</param>
/// <param name="Past">periods that are over, the oldest first</param>
public sealed record CountedFeature(EntitlementView View, string? AtEnd, DateTimeOffset? ReachesAt, IReadOnlyList<UsedPeriod> Past)
{
    internal static CountedFeature Of(Standing standing, DateTimeOffset now, IEnumerable<UsedPeriod> past)
    {
        var (entitled, used, resetsAt) = (standing.Entitled, standing.Used, standing.ResetsAt);
        // What goes up and down, or comes back by itself, has no pace: it is as much as there is.
        var isPaced = resetsAt is not null && entitled.Feature.Kind is not (FeatureKind.Gauge or FeatureKind.Rate);
        var period = new Cycle.Span(standing.StartsAt, resetsAt ?? Cycle.End);
        return new(
            EntitlementView.Of(standing, asked: 1),
            isPaced && Pace.AtEnd(used, period, now, entitled.Feature.Decimals) is { } atEnd ? Allowance.Plain(atEnd) : null,
            isPaced && entitled.Allows.Limit is > 0 and { } limit ? Pace.Reaches(used, limit, period, now) : null,
            [.. past]
        );
    }
}
