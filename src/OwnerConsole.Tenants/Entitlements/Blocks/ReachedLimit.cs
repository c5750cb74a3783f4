namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>A limit that a tenant is blocked by, is over, has reached or has come near.</summary>
/// <param name="State">the most that is true of it</param>
/// <param name="Feature">its key</param>
/// <param name="Allows">the limit</param>
/// <param name="Since">when it came to that</param>
/// <param name="PeriodEnd">when counting begins anew</param>
/// <param name="Refused">how often it was refused in the last 24 hours</param>
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
    /// <summary>Of the row, among all that are reached.</summary>
    public string Id => $"{TenantId}:{Feature}";

    /// <returns>what is used above the limit; null when nothing is</returns>
    public decimal? Over => Used > Allows ? Used - Allows : null;
}

/// <summary>How a tenant stands with a limit, the worst first.</summary>
public enum LimitState
{
    /// <summary>It can't go on: it was refused, or uses more than a hard limit allows.</summary>
    Blocked,

    /// <summary>It uses more than the limit, which lets it.</summary>
    Over,

    /// <summary>It has used all of it, and tried no more.</summary>
    Reached,

    /// <summary>It has used eight tenths of it or more.</summary>
    Near,

    /// <summary>It has used less; it stands in the list only where a share is asked for.</summary>
    Below,
}
