using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Entitlements.Credits;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>All that decides what one tenant may use, read at one moment.</summary>
/// <param name="At">when it was read, by the database's clock</param>
/// <param name="OpenedAt">when the tenant began: what its periods are counted from</param>
/// <param name="Revision">grows with whatever may change what it may use</param>
/// <param name="Grants">of its overrides and of the plans it holds</param>
internal sealed record Holding(string TenantId, DateTimeOffset At, DateTimeOffset OpenedAt, Zone Zone, long Revision, IReadOnlyList<Holding.Granted> Grants)
{
    /// <summary>What is left of credits, by the features that they are of.</summary>
    public IReadOnlyList<CreditLeft> Credits { get; init; } = [];

    /// <returns>what it may use of a feature: an override says it alone; of several plans the one that grants most, and what add-ons add to that</returns>
    public Entitled Of(KnownFeature feature)
    {
        var credits = Credits.FirstOrDefault(one => one.Feature == feature.Key);
        return credits is null || feature.Kind is not FeatureKind.Counter ? Granting(feature) : Granting(feature).With(credits);
    }

    private Entitled Granting(KnownFeature feature)
    {
        var ends = Grants.Where(grant => !grant.IsOverride || grant.Feature == feature.Key).Min(grant => grant.UntilAt);
        var mine = Grants
            .Where(grant => grant.Feature == feature.Key)
            .Select(grant => (grant, Allows: feature.Read(grant.Allows!)))
            .Where(one => one.Allows is not null); // it grants something
        if (mine.FirstOrDefault(one => one.grant.IsOverride) is (not null, not null) own)
            return new(feature, own.Allows, LimitSource.Override, own.grant.SourceId, ends);
        Entitled? best = null;
        foreach (var (grant, allows) in mine.Where(one => one.grant.Adds == 0))
            if (best is null || best.Allows.Or(allows!) != best.Allows) // as above
                best = new(feature, allows!, LimitSource.PlanVersion, grant.SourceId, ends);
        best ??= new(feature, feature.Read(feature.Allows) ?? Allowance.None(feature.Kind), LimitSource.Feature, null, ends);
        foreach (var (grant, allows) in mine.Where(one => one.grant.Adds > 0))
            if (best.Allows.And(allows!, grant.Adds) is var more && more != best.Allows)
                best = new(feature, more, LimitSource.Addon, grant.SourceId, ends);
        return best;
    }

    /// <summary>The same, were every version of a plan that it holds to grant this.</summary>
    public Holding With(string planId, IReadOnlyList<FeatureLimit> limits) =>
        this with
        {
            Grants =
            [
                .. Grants.Where(grant => grant.IsOverride || !grant.SourceId.StartsWith($"{planId}:", StringComparison.Ordinal)),
                .. limits.Select(limit => new Granted(TenantId, false, $"{planId}:", limit.Feature, limit.Allows, null, Adds(planId))),
            ],
        };

    /// <summary>The period of a feature that runs; a rate has one for good.</summary>
    public Cycle.Span Period(KnownFeature feature) => new Cycle(OpenedAt, feature.Within is null ? feature.Resets : Reset.Never, Zone).At(At);

    /// <param name="Feature">null for a plan that says nothing of any</param>
    /// <param name="Allows">null for a plan that says nothing of any feature</param>
    /// <returns>pieces of an add-on that it holds; 0 for another plan</returns>
    private int Adds(string planId) => Grants.FirstOrDefault(grant => grant.SourceId.StartsWith($"{planId}:", StringComparison.Ordinal))?.Adds ?? 0;

    /// <param name="UntilAt">when it ends, or another version of the plan follows; null for neither</param>
    /// <param name="Adds">pieces of an add-on; 0 for whatever else</param>
    internal sealed record Granted(string TenantId, bool IsOverride, string SourceId, string? Feature, string? Allows, DateTimeOffset? UntilAt, int Adds);
}
