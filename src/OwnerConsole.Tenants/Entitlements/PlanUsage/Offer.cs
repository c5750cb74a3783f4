using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Entitlements.PlanUsage;

/// <summary>A plan beside the others, as a tenant sees it.</summary>
/// <param name="Key">of the plan</param>
/// <param name="Price">in words</param>
/// <param name="Grants">what it includes, a line each</param>
/// <param name="Unblocks">what the tenant is near the end of and would have more of, a line each; none of a plan that it holds</param>
public sealed record Offer(string Key, string Name, string Price, bool IsHeld, IReadOnlyList<string> Grants, IReadOnlyList<string> Unblocks)
{
    /// <summary>What a tenant holds stands as it holds it, whatever is sold under that name today.</summary>
    internal static Offer Of(HeldPlan held, Holding holding, IReadOnlyList<KnownFeature> features)
    {
        var allows = holding
            .Grants.Where(grant => !grant.IsOverride && grant.SourceId == held.SourceId && grant.Feature is not null)
            .DistinctBy(grant => grant.Feature, StringComparer.Ordinal)
            .ToDictionary(grant => grant.Feature!, grant => grant.Allows!, StringComparer.Ordinal); // what says something of a feature says how much
        var price = held switch
        {
            { IsGiven: true } => "included for you",
            { Price: { } paid } => new PlanPrice(paid, held.Interval!.Value).ToString(), // as its amount
            { Amount: not null } => "free",
            _ => "",
        };
        return new(held.Plan, held.Called, price, true, Lines(features, key => allows.GetValueOrDefault(key)), []);
    }

    /// <summary>What an add-on unblocks is said with what the tenant has already.</summary>
    /// <param name="held">what the tenant has: it sees the price that it would pay</param>
    /// <param name="grants">by the plan's id and the feature's key</param>
    /// <param name="now">how the tenant stands</param>
    internal static Offer Of(
        KnownPlan plan,
        IReadOnlyList<HeldPlan> held,
        IReadOnlyDictionary<(string PlanId, string Feature), string> grants,
        IReadOnlyList<KnownFeature> features,
        IReadOnlyList<Standing> now
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
                let feature = standing.Entitled.Feature
                let granted = grants.GetValueOrDefault((plan.PlanId, feature.Key)) is { } text ? feature.Read(text) : null
                let allows = plan.IsAddon && granted is not null ? standing.Entitled.Allows.And(granted, times: 1) : granted
                where allows is not null && Lifts(standing, allows)
                select feature.IsCounted ? $"{feature.Name}: {Much(feature, allows)} instead of {standing.Entitled.Allows.Text}" : feature.Name,
            ]
        );

    /// <summary>The one that it would pay first; of the others those in the same currency.</summary>
    private static IEnumerable<PlanPrice> Prices(KnownPlan plan, IReadOnlyList<HeldPlan> held)
    {
        var paid =
            held.Select(mine => mine.PaidIn is null ? null : plan.Paid(mine.PaidFor, mine.PaidIn)).FirstOrDefault(price => price is not null) ?? plan.Prices[0];
        return plan.Prices.Where(price => price != paid && price.Price.Currency == paid.Price.Currency).Prepend(paid);
    }

    /// <summary>What was decided for a tenant alone holds whatever it takes.</summary>
    private static bool Lifts(Standing standing, Allowance allows)
    {
        var (entitled, used) = (standing.Entitled, standing.Used);
        if (entitled.Source is LimitSource.Override)
            return false;
        if (!entitled.Feature.IsUsedUp)
            return entitled.Feature.Kind is FeatureKind.Boolean && !entitled.Allows.Grants && allows.Grants;
        return entitled.Allows.Limit is { } limit && used >= limit * 0.8m && (allows.IsUnlimited || allows.Limit > limit);
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
                _ => $"{feature.Name}: {Much(feature, allows)}",
            },
        ];

    private static string Much(KnownFeature feature, Allowance allows) =>
        $"{allows.Text}{(allows.IsUnlimited ? "" : $" {Nouns.OfUnit(feature.Unit, allows.Text)}")}{(feature.Kind is FeatureKind.Gauge || allows.IsUnlimited ? "" : feature.Resets is Reset.Never ? ", once" : feature.Each)}";
}
