using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What a version of a plan is to grant, as somebody says it and as it is kept.</summary>
internal static class GrantedLimits
{
    private const int Most = 100;

    /// <param name="features">those that can be granted</param>
    /// <returns>why nobody can be granted this; null when they can</returns>
    public static Refusal? Trouble(IReadOnlyList<FeatureLimit> limits, IReadOnlyList<KnownFeature> features)
    {
        if (limits.Count > Most)
            return new("too_many", $"A plan grants {Most} features at most.");
        if (limits.DistinctBy(limit => limit.Feature).Count() != limits.Count)
            return new("named_twice", $"A feature is named once.");
        foreach (var limit in limits)
            if (features.FirstOrDefault(one => one.Key == limit.Feature) is not { } feature)
                return new("unknown_feature", $"There is no feature with one of these keys. Declare it first.");
            else if (!string.IsNullOrWhiteSpace(limit.Allows) && feature.Read(limit.Allows) is null)
                return KnownFeature.Unreadable(feature.Kind);
        return null;
    }

    /// <summary>As they are kept, by feature. A form names every feature, and leaves empty what the plan doesn't grant.</summary>
    /// <param name="limits">without <see cref="Trouble"/></param>
    public static IReadOnlyList<FeatureLimit> Kept(IReadOnlyList<FeatureLimit> limits, IReadOnlyList<KnownFeature> features) =>
        [
            .. limits
                .Where(limit => !string.IsNullOrWhiteSpace(limit.Allows))
                .Select(limit => new FeatureLimit(limit.Feature, features.First(one => one.Key == limit.Feature).Read(limit.Allows)!.Text))
                .OrderBy(limit => limit.Feature, StringComparer.Ordinal),
        ];

    public static IEnumerable<Effect> Effects(IReadOnlyList<FeatureLimit> before, IReadOnlyList<FeatureLimit> after) =>
        from feature in before.Concat(after).Select(limit => limit.Feature).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        let was = before.FirstOrDefault(limit => limit.Feature == feature)?.Allows
        let becomes = after.FirstOrDefault(limit => limit.Feature == feature)?.Allows
        where was != becomes
        select new Effect(feature, was, becomes);
}
