using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Current limit of a tenant for a feature, and where it comes from.</summary>
/// <param name="SourceId">Id of an override, or of a plan or add-on with its version, such as <c>pln_…:3</c>; null for the feature's default.</param>
/// <param name="UntilAt">When the limit may change; null if nothing is known to end.</param>
public sealed record FeatureEntitlement(KnownFeature Feature, Allowance Allows, LimitSource Source, string? SourceId, DateTimeOffset? UntilAt)
{
    /// <summary>Credits that can be spent beyond the limit; 0 if there are none.</summary>
    public decimal Credits { get; private init; }

    /// <summary>When the first of the credits expire; null if they never do.</summary>
    public DateTimeOffset? CreditsEndAt { get; private init; }

    /// <summary>Usage covered without credits, in a period with this much usage, part of it paid from credits; null if there is no limit.</summary>
    /// <remarks>Usage that is already above the limit, such as after a downgrade, isn't paid from credits: they cover future usage only.</remarks>
    public decimal? Included(decimal used, decimal burnt) =>
        Allows.Limit is not { } limit ? null
        : Credits > 0 ? Math.Max(limit, used - burnt)
        : limit;

    /// <summary>Ceiling that claims are checked against in such a period; null if there is none.</summary>
    public decimal? CeilingAt(decimal used, decimal burnt) => Ceiling is { } ceiling ? Math.Max(ceiling, Included(used, burnt) ?? 0) + burnt + Credits : null;

    internal FeatureEntitlement With(RemainingCredit credits) =>
        this with
        {
            Credits = credits.Left,
            CreditsEndAt = credits.EndsAt,
            UntilAt = Earlier(UntilAt, credits.EndsAt),
        };

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    /// <summary>Ceiling that claims are checked against if there are no credits; null if there is none.</summary>
    public decimal? Ceiling =>
        Feature.Enforcement switch
        {
            Enforcement.Soft => null,
            Enforcement.Burst => Allows.Limit * (100 + Feature.Burst) / 100,
            _ => Allows.Limit,
        };
}

/// <summary>Where a limit comes from; the first source that sets one wins.</summary>
public enum LimitSource
{
    Override,

    /// <summary>An add-on that adds to the limit of the plans, or to the default.</summary>
    Addon,

    PlanVersion,

    /// <summary>The feature's default.</summary>
    Feature,
}
