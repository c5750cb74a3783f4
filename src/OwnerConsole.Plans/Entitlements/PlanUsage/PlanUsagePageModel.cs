using OwnerConsole.Data;
using OwnerConsole.Plans.Entitlements.Late;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements.PlanUsage;

/// <summary>Everything on a tenant's plan and usage page, read at one moment.</summary>
/// <param name="Plans">Current plans.</param>
/// <param name="Counted">Counted features, in their order.</param>
/// <param name="Others">Other features: on or off, a text value, or a rate limit.</param>
/// <param name="Offers">Current plans and plans on sale, cheapest first.</param>
/// <param name="Zone">Time zone of the tenant's periods.</param>
public sealed record PlanUsagePageModel(
    IReadOnlyList<TenantPlan> Plans,
    IReadOnlyList<CountedFeatureUsage> Counted,
    IReadOnlyList<EntitlementView> Others,
    IReadOnlyList<PlanOffer> Offers,
    Zone Zone
)
{
    /// <summary>Number of past periods shown per feature.</summary>
    private const int MaxPastPeriods = 6;

    public static async Task<PlanUsagePageModel> Load(string tenantId, UnitOfWork work)
    {
        var features = await FeatureCatalogue.Find(work);
        var holdings = await EntitlementResolver.Resolve([tenantId], work);
        var holding = holdings[tenantId]; // The viewer belongs to the tenant.
        var standings = (await FeatureBalances.Of(holdings, features, work)).Select(one => one.Standing).ToList();
        var past = (await FeatureUsages.FindPeriods([tenantId], MaxPastPeriods + 1, work))
            .Where(period => period.PeriodEnd <= holding.At)
            .Reverse()
            .ToLookup(period => period.Feature, StringComparer.Ordinal);
        var held = await TenantPlan.Find(tenantId, work);
        var grants = await PlanCatalogue.FindGrants(work);
        var sold = (await PlanCatalogue.Find(work)).Where(plan => held.All(mine => mine.Plan != plan.Key)).Reverse();
        var counted = standings
            .Where(standing => standing.Entitlement.Feature.IsUsedUp)
            .Select(featureBalance => CountedFeatureUsage.Of(featureBalance, holding.At, past[featureBalance.Entitlement.Feature.Key]))
            .ToList();
        var views = await Adjustments.Explain(tenantId, counted.Select(countedFeatureUsage => countedFeatureUsage.View), work);
        return new(
            held,
            [.. counted.Zip(views, (one, view) => one with { View = view })],
            [.. standings.Where(standing => !standing.Entitlement.Feature.IsUsedUp).Select(featureBalance => EntitlementView.Of(featureBalance, asked: 1))],
            [.. held.Select(mine => PlanOffer.Of(mine, holding, features)), .. sold.Select(plan => PlanOffer.Of(plan, held, grants, features, standings))],
            holding.Zone
        );
    }
}
