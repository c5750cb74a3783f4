using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Credits;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What a tenant may use of a feature now, and who says so.</summary>
/// <param name="SourceId">an override's id, or the id of a plan or an add-on and its version as <c>pln_…:3</c>; null where the feature itself says it</param>
/// <param name="UntilAt">when it may be another; null when nothing is known to end</param>
public sealed record Entitled(KnownFeature Feature, Allowance Allows, LimitSource Source, string? SourceId, DateTimeOffset? UntilAt)
{
    /// <summary>What may be burnt beyond it; 0 where there are no credits.</summary>
    public decimal Credits { get; private init; }

    /// <summary>When the first of them expires; null when none ever does.</summary>
    public DateTimeOffset? CreditsEndAt { get; private init; }

    /// <summary>What of the use is not burnt from credits, of a period in which so much was used and so much of that burnt; null where nothing ever is.</summary>
    /// <remarks>What stands above the limit already, as after a downgrade, isn't paid for afterwards: credits are for what is used from now on.</remarks>
    public decimal? Included(decimal used, decimal burnt) =>
        Allows.Limit is not { } limit ? null
        : Credits > 0 ? Math.Max(limit, used - burnt)
        : limit;

    /// <summary>What claims are held against in such a period; null for no end.</summary>
    public decimal? CeilingAt(decimal used, decimal burnt) => Ceiling is { } ceiling ? Math.Max(ceiling, Included(used, burnt) ?? 0) + burnt + Credits : null;

    internal Entitled With(CreditLeft credits) =>
        this with
        {
            Credits = credits.Left,
            CreditsEndAt = credits.EndsAt,
            UntilAt = Earlier(UntilAt, credits.EndsAt),
        };

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    /// <summary>What claims are held against where there are no credits; null for no end.</summary>
    public decimal? Ceiling =>
        Feature.Enforcement switch
        {
            Enforcement.Soft => null,
            Enforcement.Burst => Allows.Limit * (100 + Feature.Burst) / 100,
            _ => Allows.Limit,
        };
}

/// <summary>Who says what a tenant may use: the first that says anything.</summary>
public enum LimitSource
{
    Override,

    /// <summary>What it adds to what the plans grant, or everybody has.</summary>
    Addon,

    PlanVersion,

    /// <summary>What everybody has.</summary>
    Feature,
}
