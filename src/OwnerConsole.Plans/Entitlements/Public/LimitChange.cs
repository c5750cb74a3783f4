using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Public;

/// <summary>Change of a tenant's limit for a feature when it moves to another plan.</summary>
/// <param name="Used">Usage in the current period; 0 if the feature isn't counted.</param>
public sealed record LimitChange(KnownFeature Feature, Allowance Before, Allowance After, decimal Used)
{
    /// <summary>Percentage of the limit that is used; null if there is no limit, or if the feature isn't counted.</summary>
    public int? Percent => Feature.IsCounted && Before.Limit is { } limit ? Share(limit) : null;

    public bool HasChanged => Before.Text != After.Text;

    private int Share(decimal limit) =>
        limit > 0 ? (int)Math.Min(999, Used * 100 / limit)
        : Used > 0 ? 100
        : 0;
}
