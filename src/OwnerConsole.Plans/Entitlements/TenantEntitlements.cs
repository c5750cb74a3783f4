using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>All inputs to a tenant's limits, read at a single point in time.</summary>
/// <param name="At">When it was read, by the database's clock.</param>
/// <param name="OpenedAt">When the tenant signed up, which its periods are counted from.</param>
/// <param name="Revision">Grows with every change that may affect the limits.</param>
/// <param name="Grants">Grants of its overrides and plans.</param>
internal sealed record TenantEntitlements(
    string TenantId,
    DateTimeOffset At,
    DateTimeOffset OpenedAt,
    Zone Zone,
    long Revision,
    IReadOnlyList<TenantEntitlements.GrantRow> Grants
)
{
    /// <summary>Credits that are left, by feature.</summary>
    public IReadOnlyList<RemainingCredit> Credits { get; init; } = [];

    /// <returns>The limit of a feature: an override if there is one, else the highest of the plans plus the add-ons.</returns>
    public FeatureEntitlement Of(KnownFeature feature)
    {
        var credits = Credits.FirstOrDefault(credit => credit.Feature == feature.Key);
        return credits is null || feature.Kind is not FeatureKind.Counter ? FindGranted(feature) : FindGranted(feature).With(credits);
    }

    private FeatureEntitlement FindGranted(KnownFeature feature)
    {
        var ends = Grants.Where(grant => !grant.IsOverride || grant.Feature == feature.Key).Min(grant => grant.UntilAt);
        var mine = Grants
            .Where(grant => grant.Feature == feature.Key)
            .Select(grant => (grant, Allows: feature.Read(grant.Allows!)))
            .Where(one => one.Allows is not null); // It sets a limit.
        if (mine.FirstOrDefault(one => one.grant.IsOverride) is (not null, not null) own)
            return new(feature, own.Allows, LimitSource.Override, own.grant.SourceId, ends);
        FeatureEntitlement? best = null;
        foreach (var (grant, allows) in mine.Where(one => one.grant.Adds == 0))
            if (best is null || best.Allows.Larger(allows!) != best.Allows) // Not null, as above.
                best = new(feature, allows!, LimitSource.PlanVersion, grant.SourceId, ends);
        best ??= new(feature, feature.Read(feature.Allows) ?? Allowance.None(feature.Kind), LimitSource.Feature, null, ends);
        foreach (var (grant, allows) in mine.Where(one => one.grant.Adds > 0))
            if (best.Allows.Add(allows!, grant.Adds) is var more && more != best.Allows)
                best = new(feature, more, LimitSource.Addon, grant.SourceId, ends);
        return best;
    }

    /// <summary>The same tenant, if every version of one of its plans granted these limits.</summary>
    public TenantEntitlements With(string planId, IReadOnlyList<FeatureLimit> limits) =>
        this with
        {
            Grants =
            [
                .. Grants.Where(grant => grant.IsOverride || !grant.SourceId.StartsWith($"{planId}:", StringComparison.Ordinal)),
                .. limits.Select(limit => new GrantRow(TenantId, false, $"{planId}:", limit.Feature, limit.Allows, null, AddonQuantity(planId))),
            ],
        };

    /// <summary>Current period of a feature; a rate limit has a single, endless one.</summary>
    public Cycle.Interval Period(KnownFeature feature) => new Cycle(OpenedAt, feature.Within is null ? feature.Resets : ResetInterval.Never, Zone).At(At);

    /// <returns>Quantity of an add-on; 0 for another plan.</returns>
    private int AddonQuantity(string planId) => Grants.FirstOrDefault(grant => grant.SourceId.StartsWith($"{planId}:", StringComparison.Ordinal))?.Adds ?? 0;

    /// <param name="Feature">Key of the feature; null for a plan that sets no limits.</param>
    /// <param name="Allows">What it grants; null for a plan that sets no limits.</param>
    /// <param name="UntilAt">When the grant ends, or the next version of the plan starts; null if neither.</param>
    /// <param name="Adds">Quantity of an add-on; 0 for any other grant.</param>
    internal sealed record GrantRow(string TenantId, bool IsOverride, string SourceId, string? Feature, string? Allows, DateTimeOffset? UntilAt, int Adds);
}
