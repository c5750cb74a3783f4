using OwnerConsole.Data;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>State of approval rules. There is at most one current rule for the same plans.</summary>
internal static class UpgradeRuleRows
{
    public static readonly StateRows Rules = new("upgrades.rules", "rule_id")
    {
        HaveClosedAt = true,
        Conflict = "other.plan = this.plan and other.instead_of is not distinct from this.instead_of",
    };
}
