using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Retires a rule, so its requests need a manual review again. Its approvals stay.</summary>
public sealed class RetireUpgradeRule : Operation<RuleFacts, NoInput>
{
    public override OperationDefinition Definition { get; } =
        new("upgrade_rule.retire", "Retire rule", "retired")
        {
            Group = ActionGroup.Danger,
            Noun = "rule",
            RestoredByUndo = "The rule is active again, unless there is another rule for the same plans.",
        };

    public override Task<IReadOnlyList<RuleFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => RuleFacts.Load(ids, work);

    public override Refusal? Refuse(RuleFacts rule, NoInput input) => rule.IsOpen ? null : new("already_retired", $"This rule is already retired.");

    public override Decision Decide(RuleFacts rule, NoInput input) =>
        new($"Retires a rule that approves up to {rule.Daily:request} a day. These requests will need a manual review.");

    public override Task Execute(IReadOnlyList<RuleFacts> accepted, NoInput input, UnitOfWork work) =>
        UpgradeRuleRows.Rules.Close([.. accepted.Select(rule => rule.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RuleFacts> subjects, string undoneRun, UnitOfWork work) =>
        UpgradeRuleRows.Rules.Reopen([.. subjects.Select(rule => rule.Id)], undoneRun, work);
}
