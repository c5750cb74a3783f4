using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Entitlements.Late;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Entitlements.PlanUsage;

/// <summary>Everything on a tenant's plan and usage page, read at one moment.</summary>
/// <param name="Held">Current plans.</param>
/// <param name="Counted">Counted features, in their order.</param>
/// <param name="Others">Other features: on or off, a text value, or a rate limit.</param>
/// <param name="Offers">Current plans and plans on sale, cheapest first.</param>
/// <param name="Zone">Time zone of the tenant's periods.</param>
public sealed record PlanFacts(
    IReadOnlyList<HeldPlan> Held,
    IReadOnlyList<CountedFeature> Counted,
    IReadOnlyList<EntitlementView> Others,
    IReadOnlyList<Offer> Offers,
    Zone Zone
)
{
    /// <summary>Number of past periods shown per feature.</summary>
    private const int Shown = 6;

    public static async Task<PlanFacts> Load(string tenantId, Work work)
    {
        var features = await FeatureBook.Find(work);
        var holdings = await Holdings.Of([tenantId], work);
        var holding = holdings[tenantId]; // The viewer belongs to the tenant.
        var standings = (await Standings.Of(holdings, features, work)).Select(one => one.Standing).ToList();
        var past = (await Usages.Earlier([tenantId], Shown + 1, work))
            .Where(period => period.PeriodEnd <= holding.At)
            .Reverse()
            .ToLookup(period => period.Feature, StringComparer.Ordinal);
        var held = await HeldPlan.Find(tenantId, work);
        var grants = await PlanBook.Grants(work);
        var sold = (await PlanBook.Find(work)).Where(plan => held.All(mine => mine.Plan != plan.Key)).Reverse();
        var counted = standings
            .Where(one => one.Entitled.Feature.IsUsedUp)
            .Select(one => CountedFeature.Of(one, holding.At, past[one.Entitled.Feature.Key]))
            .ToList();
        var views = await Adjustments.Explain(tenantId, counted.Select(one => one.View), work);
        return new(
            held,
            [.. counted.Zip(views, (one, view) => one with { View = view })],
            [.. standings.Where(one => !one.Entitled.Feature.IsUsedUp).Select(one => EntitlementView.Of(one, asked: 1))],
            [.. held.Select(mine => Offer.Of(mine, holding, features)), .. sold.Select(plan => Offer.Of(plan, held, grants, features, standings))],
            holding.Zone
        );
    }
}
