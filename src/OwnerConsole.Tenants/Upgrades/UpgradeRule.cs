using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Requests that are approved without a person.</summary>
/// <param name="Plan">the key of what is asked for</param>
/// <param name="InsteadOf">the key of the only plan that is given up for it; null for whatever is</param>
/// <param name="TenureDays">since the tenant began, at least</param>
/// <param name="Daily">so many in 24 hours; the others wait for a person</param>
/// <param name="Used">in the last 24 hours, taken back or not</param>
public sealed record UpgradeRule(string RuleId, string Plan, string? InsteadOf, int TenureDays, int Daily, string OpenedBy, DateTimeOffset OpenedAt, long Used)
{
    /// <summary>That may be had.</summary>
    public const int Most = 50;

    /// <returns>those in force, the oldest first</returns>
    public static Task<IReadOnlyList<UpgradeRule>> Find(Work work) =>
        work.List<UpgradeRule>(
            """
            select r.rule_id, r.plan, r.instead_of, r.tenure_days, r.daily, r.opened_by, r.opened_at,
                   (select count(*) from core.runs n where n.asked_by = r.rule_id and n.undo_of is null and n.started_at > now() - interval '1 day') as used
              from upgrades.rules r
             where r.closed_by is null
             order by r.opened_at, r.rule_id
            """
        );
}
