using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Public;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>An open request with everything that helps to answer it.</summary>
/// <param name="Refusal">why the plan that it asks for can't be given; null when it can</param>
/// <param name="History">what its tenant used, by feature and the latest period first</param>
public sealed record QueuedUpgrade(UpgradeRequest Request, UpgradeFacts Facts, Refusal? Refusal, IReadOnlyList<UsedPeriod> History)
{
    /// <summary>Features of which the tenant has nearly reached what it may use, the furthest first.</summary>
    public IReadOnlyList<LimitChange> Pressing =>
        [
            .. Facts
                .Limits.Where(limit => limit.Percent >= NearLimit.Percent)
                .OrderByDescending(limit => limit.Percent)
                .ThenBy(limit => limit.Feature.Name, StringComparer.Ordinal),
        ];
}
