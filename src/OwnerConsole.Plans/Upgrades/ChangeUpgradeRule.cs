using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Changes the daily limit of a rule and the minimum age of tenants. Approvals of the last 24 hours still count.</summary>
public sealed class ChangeUpgradeRule : Operation<RuleFacts, ChangeUpgradeRule.Input>
{
    public const string Name = "upgrade_rule.change";

    public sealed record Input(
        [Description("Minimum age of the tenant in days; 0 for any. Leave blank to keep the current one.")] int? TenureDays = null,
        [Description("Maximum approvals in 24 hours. Further requests wait for review. Leave blank to keep the current one.")] int? Daily = null
    );

    public override Input Example => new(TenureDays: 60);

    public override OperationDefinition Definition { get; } =
        new(Name, "Change rule", "changed")
        {
            Noun = "rule",
            RestoredByUndo = "The previous values are restored, unless the rule was changed or retired since. Its approvals stay.",
        };

    public override Task<IReadOnlyList<RuleFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => RuleFacts.Load(ids, work);

    public override Refusal? Refuse(RuleFacts rule, Input input) =>
        rule switch
        {
            { MayApprove: false } => new("missing_permission", $"A rule approves on your behalf, so you need the permission to approve requests."),
            { IsOpen: false } => new("retired", $"This rule is retired. Add a new one."),
            _ when UpgradeRule.Check(Tenure(rule, input), Daily(rule, input)) is { } trouble => trouble,
            _ when Tenure(rule, input) == rule.TenureDays && Daily(rule, input) == rule.Daily => new("no_change", $"This rule already has these values."),
            _ => null,
        };

    public override Decision Decide(RuleFacts rule, Input input)
    {
        var says = Sentence.Say($"This rule approves requests automatically, ");
        UpgradeRule.AppendScope(Tenure(rule, input), Daily(rule, input), says);
        return new(says, new("tenure_days", rule.TenureDays, Tenure(rule, input)), new("daily", rule.Daily, Daily(rule, input)));
    }

    public override async Task Execute(IReadOnlyList<RuleFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var rule in accepted) // one query each: there are only a few
        {
            await work.Execute(
                """
                with closed as (
                  update upgrades.rules set closed_by = @run, closed_at = clock_timestamp() where rule_id = @RuleId and closed_by is null
                  returning tenant_id, rule_id, plan, instead_of)
                insert into upgrades.rules (tenant_id, rule_id, plan, instead_of, tenure_days, daily, opened_by, opened_at)
                select tenant_id, rule_id, plan, instead_of, @tenure, @daily, @run, clock_timestamp() from closed
                """,
                new
                {
                    rule.RuleId,
                    tenure = Tenure(rule, input),
                    daily = Daily(rule, input),
                    run = work.RunId,
                }
            );
            await work.SetCeiling(rule.RuleId, UpgradeRule.Ceiling(Daily(rule, input)));
        }
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RuleFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await UpgradeRuleRows.Rules.Undo([.. subjects.Select(rule => rule.Id)], undoneRun, work);
        foreach (
            var rule in await work.List<Row>("select rule_id, daily from upgrades.rules where rule_id = any(@restored) and closed_by is null", new { restored })
        )
            await work.SetCeiling(rule.RuleId, UpgradeRule.Ceiling(rule.Daily));
        return restored;
    }

    private static int Tenure(RuleFacts rule, Input input) => input.TenureDays ?? rule.TenureDays;

    private static int Daily(RuleFacts rule, Input input) => input.Daily ?? rule.Daily;

    private sealed record Row(string RuleId, int Daily);
}
