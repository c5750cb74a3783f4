using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Plans;

/// <summary>Validates and normalizes the limits of a plan version.</summary>
internal static class PlanLimitRules
{
    private const int MaxLimits = 100;

    /// <param name="limits">Limits as entered.</param>
    /// <param name="features">Features that a plan can include.</param>
    /// <returns>Why the limits are invalid; null when they are valid.</returns>
    public static Refusal? Validate(IReadOnlyList<FeatureLimit> limits, IReadOnlyList<KnownFeature> features)
    {
        if (limits.Count > MaxLimits)
            return new("too_many", $"A plan can have at most {MaxLimits} limits.");
        if (limits.DistinctBy(limit => limit.Feature).Count() != limits.Count)
            return new("duplicate", $"A feature can be listed only once.");
        foreach (var limit in limits)
            if (features.FirstOrDefault(one => one.Key == limit.Feature) is not { } feature)
                return new("unknown_feature", $"There is no feature with one of these keys. Add it first.");
            else if (!string.IsNullOrWhiteSpace(limit.Allows) && feature.Read(limit.Allows) is null)
                return KnownFeature.InvalidAllowance(feature.Kind);
        return null;
    }

    /// <summary>The limits as they are stored, ordered by feature. Forms list every feature and leave the ones without a limit blank.</summary>
    /// <param name="limits">Limits that <see cref="Validate"/> accepts.</param>
    /// <param name="features">Features that a plan can include.</param>
    public static IReadOnlyList<FeatureLimit> Normalize(IReadOnlyList<FeatureLimit> limits, IReadOnlyList<KnownFeature> features) =>
        [
            .. limits
                .Where(limit => !string.IsNullOrWhiteSpace(limit.Allows))
                .Select(limit => new FeatureLimit(limit.Feature, features.First(feature => feature.Key == limit.Feature).Read(limit.Allows)!.Text))
                .OrderBy(limit => limit.Feature, StringComparer.Ordinal),
        ];

    public static IEnumerable<Effect> Effects(IReadOnlyList<FeatureLimit> before, IReadOnlyList<FeatureLimit> after) =>
        from feature in before.Concat(after).Select(limit => limit.Feature).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        let was = before.FirstOrDefault(limit => limit.Feature == feature)?.Allows
        let becomes = after.FirstOrDefault(limit => limit.Feature == feature)?.Allows
        where was != becomes
        select new Effect(feature, was, becomes);
}
