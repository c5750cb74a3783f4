using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements.PlanUsage;

/// <summary>A plan in a tenant's comparison of plans.</summary>
/// <param name="Key">Key of the plan.</param>
/// <param name="Price">Formatted price.</param>
/// <param name="Grants">Included features, one line each.</param>
/// <param name="Unblocks">Limits near their end that the plan would raise, one line each; empty for a current plan of the tenant.</param>
public sealed record PlanOffer(string Key, string Name, string Price, bool IsCurrent, IReadOnlyList<string> Grants, IReadOnlyList<string> Unblocks)
{
    /// <summary>Offer for a current plan of the tenant, in its own version, regardless of the current version on sale.</summary>
    internal static PlanOffer Of(TenantPlan held, TenantEntitlements holding, IReadOnlyList<KnownFeature> features)
    {
        var allows = holding
            .Grants.Where(grant => !grant.IsOverride && grant.SourceId == held.SourceId && grant.Feature is not null)
            .DistinctBy(grant => grant.Feature, StringComparer.Ordinal)
            .ToDictionary(grant => grant.Feature!, grant => grant.Allows!, StringComparer.Ordinal); // A grant with a feature has a limit.
        var price = held switch
        {
            { IsGiven: true } => "included for you",
            { Price: { } paid } => new PlanPrice(paid, held.Interval!.Value).ToString(), // An amount has an interval.
            { Amount: not null } => "free",
            _ => "",
        };
        return new(held.Plan, held.DisplayName, price, true, Lines(features, key => allows.GetValueOrDefault(key)), []);
    }

    /// <summary>Offer for a plan on sale. An add-on shows the total with the tenant's current limit.</summary>
    /// <param name="held">The tenant's current plans, which decide the price shown.</param>
    /// <param name="grants">Limits by plan id and feature key.</param>
    /// <param name="now">The tenant's current usage.</param>
    internal static PlanOffer Of(
        KnownPlan plan,
        IReadOnlyList<TenantPlan> held,
        IReadOnlyDictionary<(string PlanId, string Feature), string> grants,
        IReadOnlyList<KnownFeature> features,
        IReadOnlyList<FeatureBalance> now
    ) =>
        new(
            plan.Key,
            plan.Name,
            string.Join(" or ", Prices(plan, held)),
            false,
            plan.IsAddon
                ?
                [
                    .. Lines(
                            [.. features.Where(feature => grants.ContainsKey((plan.PlanId, feature.Key)))],
                            key => grants.GetValueOrDefault((plan.PlanId, key))
                        )
                        .Select(line => $"+ {line}"),
                ]
                : Lines(features, key => grants.GetValueOrDefault((plan.PlanId, key))),
            [
                .. from standing in now
                let feature = standing.Entitlement.Feature
                let granted = grants.GetValueOrDefault((plan.PlanId, feature.Key)) is { } text ? feature.Read(text) : null
                let allows = plan.IsAddon && granted is not null ? standing.Entitlement.Allows.Add(granted, times: 1) : granted
                where allows is not null && RaisesLimit(standing, allows)
                select feature.IsCounted ? $"{feature.Name}: {AmountText(feature, allows)} instead of {standing.Entitlement.Allows.Text}" : feature.Name,
            ]
        );

    /// <summary>The price that the tenant would pay, then the other prices in the same currency.</summary>
    private static IEnumerable<PlanPrice> Prices(KnownPlan plan, IReadOnlyList<TenantPlan> held)
    {
        var paid =
            held.Select(mine => mine.PaidIn is null ? null : plan.FindPrice(mine.PaidFor, mine.PaidIn)).FirstOrDefault(price => price is not null)
            ?? plan.Prices[0];
        return plan.Prices.Where(price => price != paid && price.Price.Currency == paid.Price.Currency).Prepend(paid);
    }

    /// <summary>Whether the plan raises a limit that is nearly used. An override stays, whatever the plan.</summary>
    private static bool RaisesLimit(FeatureBalance standing, Allowance allows)
    {
        var (entitled, used) = (standing.Entitlement, standing.Used);
        if (entitled.Source is LimitSource.Override)
            return false;
        if (!entitled.Feature.IsUsedUp)
            return entitled.Feature.Kind is FeatureKind.Boolean && !entitled.Allows.Grants && allows.Grants;
        return entitled.Allows.Limit is { } limit && used >= limit * NearLimitThreshold.Share && (allows.IsUnlimited || allows.Limit > limit);
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<KnownFeature> features, Func<string, string?> granted) =>
        [
            .. from feature in features
            let allows = feature.Read(granted(feature.Key) ?? feature.Allows)
            where allows is { Grants: true, Text.Length: > 0 }
            select feature.Kind switch
            {
                FeatureKind.Boolean => feature.Name,
                FeatureKind.Config => $"{feature.Name}: {allows.Text}",
                _ => $"{feature.Name}: {AmountText(feature, allows)}",
            },
        ];

    private static string AmountText(KnownFeature feature, Allowance allows) =>
        $"{allows.Text}{(allows.IsUnlimited ? "" : $" {Nouns.OfUnit(feature.Unit, allows.Text)}")}{(feature.Kind is FeatureKind.Gauge || allows.IsUnlimited ? "" : feature.Resets is ResetInterval.Never ? ", in total" : feature.Each)}";
}
