using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Public;

/// <summary>What becomes of what a tenant may use of a feature, once it holds another plan.</summary>
/// <param name="Used">in the period that runs; 0 for what isn't counted</param>
public sealed record LimitChange(KnownFeature Feature, Allowance Before, Allowance After, decimal Used)
{
    /// <summary>Hundredths of the limit that are used; null where there is none, and for what isn't counted.</summary>
    public int? Percent => Feature.IsCounted && Before.Limit is { } limit ? Share(limit) : null;

    public bool IsAny => Before.Text != After.Text;

    private int Share(decimal limit) =>
        limit > 0 ? (int)Math.Min(999, Used * 100 / limit)
        : Used > 0 ? 100
        : 0;
}
