using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Retires a rule, so its requests need a manual review again. Its approvals stay.</summary>
public sealed class RetireUpgradeRule : Operation<RuleFacts, NoInput>
{
    public override OperationDefinition Definition { get; } =
        new("upgrade_rule.retire", "Retire rule", "retired")
        {
            Noun = "rule",
            RestoredByUndo = "The rule is active again, unless there is another rule for the same plans.",
        };

    public override Task<IReadOnlyList<RuleFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => RuleFacts.Load(ids, work);

    public override Refusal? Refuse(RuleFacts rule, NoInput input) => rule.IsOpen ? null : new("already_retired", $"This rule is already retired.");

    public override Decision Decide(RuleFacts rule, NoInput input) =>
        new($"Retires a rule that approves up to {rule.Daily:request} a day. These requests will need a manual review.");

    public override Task Execute(IReadOnlyList<RuleFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            "update upgrades.rules set closed_by = @run, closed_at = clock_timestamp() where rule_id = any(@ids) and closed_by is null",
            new { run = work.RunId, ids = accepted.Select(rule => rule.Id).ToArray() }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RuleFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update upgrades.rules r set closed_by = null, closed_at = null
             where r.rule_id = any(@ids) and r.closed_by = @undoneRun
               and not exists (select 1 from upgrades.rules o where o.closed_by is null and o.plan = r.plan and o.instead_of is not distinct from r.instead_of)
            returning r.rule_id
            """,
            new { undoneRun, ids = subjects.Select(rule => rule.Id).ToArray() }
        );
}
