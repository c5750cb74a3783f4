namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>A limit that a tenant is blocked by, over, at or near.</summary>
/// <param name="State">Most severe state that applies.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Allows">The limit.</param>
/// <param name="Since">When it came to that state.</param>
/// <param name="PeriodEnd">When usage resets.</param>
/// <param name="Refused">Refusals in the last 24 hours.</param>
public sealed record ReachedLimit(
    string TenantId,
    string TenantName,
    IReadOnlyList<string> Plans,
    string Feature,
    string FeatureId,
    string FeatureName,
    string Unit,
    LimitState State,
    decimal Used,
    decimal Reserved,
    decimal Allows,
    DateTimeOffset Since,
    DateTimeOffset PeriodStart,
    DateTimeOffset PeriodEnd,
    long Refused
)
{
    /// <summary>Id of the row in the list.</summary>
    public string Id => $"{TenantId}:{Feature}";

    /// <returns>Usage above the limit; null if there is none.</returns>
    public decimal? Over => Used > Allows ? Used - Allows : null;
}

/// <summary>State of a tenant's limit, worst first.</summary>
public enum LimitState
{
    /// <summary>A request was refused, or usage exceeds a hard limit.</summary>
    Blocked,

    /// <summary>Usage exceeds the limit, which allows it.</summary>
    Over,

    /// <summary>All of the limit is used, and no request was refused.</summary>
    Reached,

    /// <summary>At least 80% of the limit is used.</summary>
    Near,

    /// <summary>Less is used; listed only if a share is requested.</summary>
    Below,
}
