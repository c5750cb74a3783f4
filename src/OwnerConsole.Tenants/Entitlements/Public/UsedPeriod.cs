namespace OwnerConsole.Tenants.Entitlements.Public;

/// <summary>What a tenant has used of a feature in one period.</summary>
/// <param name="Feature">its key</param>
/// <param name="Allows">the limit as it was last; null for unlimited</param>
public sealed record UsedPeriod(string TenantId, string Feature, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, decimal Used, decimal? Allows)
{
    /// <summary>It is never reset, as a gauge: its period has no start that means anything.</summary>
    public bool IsEndless => PeriodEnd == Pure.Periods.Cycle.End;
}
