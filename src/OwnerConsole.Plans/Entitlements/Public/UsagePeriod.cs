namespace OwnerConsole.Plans.Entitlements.Public;

/// <summary>Usage of a tenant for a feature in one period.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Allows">The last limit of the period; null for unlimited.</param>
public sealed record UsagePeriod(string TenantId, string Feature, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, decimal Used, decimal? Allows)
{
    /// <summary>Whether the usage never resets, such as for a gauge; the period start then has no meaning.</summary>
    public bool IsEndless => PeriodEnd == Pure.Periods.Cycle.Never;
}
