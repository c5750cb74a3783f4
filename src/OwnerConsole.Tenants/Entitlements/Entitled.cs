using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What a tenant may use of a feature now, and who says so.</summary>
/// <param name="SourceId">an override's id, or the id of a plan or an add-on and its version as <c>pln_…:3</c>; null where the feature itself says it</param>
/// <param name="UntilAt">when it may be another; null when nothing is known to end</param>
public sealed record Entitled(KnownFeature Feature, Allowance Allows, LimitSource Source, string? SourceId, DateTimeOffset? UntilAt)
{
    /// <summary>What claims are held against; null for no end.</summary>
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
