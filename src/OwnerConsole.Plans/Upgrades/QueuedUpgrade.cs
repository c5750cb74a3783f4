using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Upgrades.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>An open request with the information needed to decide on it.</summary>
/// <param name="Refusal">Why the request can't be approved; null when it can.</param>
/// <param name="History">Past usage of the tenant by feature, latest period first.</param>
public sealed record QueuedUpgrade(UpgradeRequest Request, UpgradeFacts Facts, Refusal? Refusal, IReadOnlyList<UsagePeriod> History)
{
    /// <summary>Limits that the tenant has nearly reached, highest usage first.</summary>
    public IReadOnlyList<LimitChange> Pressing =>
        [
            .. Facts
                .Limits.Where(limit => limit.Percent >= NearLimitThreshold.Percent)
                .OrderByDescending(limit => limit.Percent)
                .ThenBy(limit => limit.Feature.Name, StringComparer.Ordinal),
        ];
}
