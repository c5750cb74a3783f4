using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Decisions;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Limit and usage of a tenant for a feature.</summary>
/// <param name="Used">Usage in the current period.</param>
/// <param name="ResetsAt">When that period ends; null if it never does.</param>
/// <param name="Revision">Revision of the tenant's limits.</param>
/// <param name="At">When it was read, by the database's clock.</param>
/// <param name="BlockedAt">Since when the tenant is blocked on the feature; null if it isn't.</param>
internal sealed record FeatureBalance(
    string TenantId,
    FeatureEntitlement Entitlement,
    decimal Used,
    decimal Reserved,
    DateTimeOffset? ResetsAt,
    long Revision,
    DateTimeOffset At,
    DateTimeOffset? BlockedAt = null
)
{
    /// <summary>Part of the usage that was paid from credits.</summary>
    public decimal Burnt { get; init; }

    /// <summary>Start of the current period.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>For a rate limit: when it is full again; null if nothing was used.</summary>
    public DateTimeOffset? FullAt { get; init; }

    /// <param name="usage">Usage row; null if the tenant has not used the feature.</param>
    public static FeatureBalance Of(FeatureEntitlement entitled, TenantEntitlements holding, FeatureUsage? usage) =>
        new(
            holding.TenantId,
            entitled,
            usage?.Used ?? 0,
            usage?.Reserved ?? 0,
            ClaimProcessor.ResetsAt(usage?.PeriodEnd ?? holding.Period(entitled.Feature).EndsAt) ?? (usage?.FullAt > holding.At ? usage.FullAt : null),
            holding.Revision,
            holding.At,
            usage?.BlockedAt
        )
        {
            FullAt = usage?.FullAt > holding.At ? usage.FullAt : null,
            Burnt = usage?.Burnt ?? 0,
            StartsAt = usage?.PeriodStart ?? holding.Period(entitled.Feature).StartsAt,
        };

    /// <returns>The id of the decision about the requested amount.</returns>
    public string DecisionId(bool allowed, decimal asked, SecretBox box) =>
        new LimitDecision(
            TenantId,
            Entitlement.Feature.Key,
            allowed,
            asked,
            Used,
            Reserved,
            Entitlement.Allows.Limit,
            Entitlement.Source,
            Entitlement.SourceId,
            Revision,
            At
        ).Sign(box);

    /// <returns>For a rate limit: how long to wait until the requested amount is available; null if waiting doesn't help.</returns>
    public TimeSpan? RetryAfter(decimal asked) =>
        Entitlement is { Feature.Within: { } within, Ceiling: { } ceiling } && asked <= ceiling && ceiling > 0
            ? (FullAt ?? At) - At - within + TimeSpan.FromTicks((long)decimal.Ceiling(within.Ticks * asked / ceiling)) is var wait && wait > TimeSpan.Zero
                ? wait
                : TimeSpan.Zero
            : null;

    /// <returns>True if the amount can be used; for an uncounted feature, whether it is granted.</returns>
    public bool Allows(decimal more) =>
        Entitlement.Feature.IsCounted ? Entitlement.CeilingAt(Used, Burnt) is not { } ceiling || Used + Reserved + more <= ceiling : Entitlement.Allows.Grants;
}
