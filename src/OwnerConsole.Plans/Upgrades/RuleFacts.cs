using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>A rule as the subject of an operation.</summary>
/// <param name="MayApprove">Whether the caller is allowed to approve requests.</param>
public sealed record RuleFacts(string RuleId, bool IsOpen, int TenureDays, int Daily, long Revision, bool MayApprove = true) : ISubject
{
    public string Id => RuleId;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<RuleFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var mayApprove = work.Caller is not { } caller || caller.Can(ApproveUpgrade.Name);
        var rules = await work.List<RuleFacts>(
            $"""
            select r.rule_id, r.closed_by is null as is_open, r.tenure_days, r.daily,
                   (select count(*) + count(o.closed_by) from upgrades.rules o where o.rule_id = r.rule_id) as revision, true as may_approve
              from upgrades.rules r
             where r.rule_id = any(@ids)
               and not exists (select from upgrades.rules l where l.rule_id = r.rule_id and (l.closed_by is null and r.closed_by is not null
                                  or (l.closed_by is null) = (r.closed_by is null) and l.opened_at > r.opened_at))
             order by r.rule_id
             {work.ForUpdate("r")}
            """,
            new { ids }
        );
        return [.. rules.Select(rule => rule with { MayApprove = mayApprove })];
    }
}
