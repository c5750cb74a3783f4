using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Adds a rule that approves requests for a plan automatically, including open ones, from tenants of a minimum age and up to a daily limit.</summary>
public sealed class AddUpgradeRule : Operation<NewRuleFacts, AddUpgradeRule.Input>
{
    public sealed record Input(
        [OptionsFrom(PlanCatalogue.Source)] [Description("Requested plan.")] string Plan,
        [OptionsFrom(PlanCatalogue.Source)] [Description("Only for tenants that replace this plan. Leave blank for any.")] string? InsteadOf = null,
        [Description("Minimum age of the tenant in days; 0 for any.")] int TenureDays = 30,
        [Description("Maximum approvals in 24 hours. Further requests wait for review.")] int Daily = 5
    );

    public override Input Example => new("pro", TenureDays: 90);

    public override OperationDefinition Definition { get; } =
        new("upgrade_rule.add", "Add rule", "added")
        {
            Subject = "platform",
            Noun = "rule",
            RestoredByUndo = "The rule is retired. Its approvals stay; each can be undone separately.",
        };

    public override Task<IReadOnlyList<NewRuleFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => NewRuleFacts.Load(ids, work);

    public override Refusal? Refuse(NewRuleFacts platform, Input input) =>
        platform switch
        {
            { MayApprove: false } => new("missing_permission", $"A rule approves on your behalf, so you need the permission to approve requests."),
            { Rules.Count: >= UpgradeRule.MaxRules } => new("too_many", $"There can be at most {UpgradeRule.MaxRules} rules. Retire one first."),
            _ when platform.Plan(input.Plan) is null => new("unknown_plan", $"There is no plan with this key. See Plans and limits for the available plans."),
            _ when ReplacedPlan(input) is { } key && platform.Plan(key) is null => new("unknown_plan", $"There is no plan with the key in instead_of."),
            _ when ReplacedPlan(input) == input.Plan => new("same_plan", $"A plan can't replace itself."),
            _ when UpgradeRule.Check(input.TenureDays, input.Daily) is { } trouble => trouble,
            _ when platform.Rules.Any(rule => rule.Plan == input.Plan && rule.InsteadOf == ReplacedPlan(input)) => new(
                "rule_exists",
                $"A rule for these plans already exists. Change or retire it first."
            ),
            _ => null,
        };

    public override Decision Decide(NewRuleFacts platform, Input input)
    {
        var says = Sentence.Say($"Requests for {new EntityReference(platform.Plan(input.Plan)!.PlanId)}"); // not null: an unknown plan is refused
        if (ReplacedPlan(input) is { } key)
        {
            says.AppendLiteral(" instead of ");
            says.AppendFormatted(new EntityReference(platform.Plan(key)!.PlanId)); // not null: an unknown plan is refused
        }
        says.AppendLiteral(" are approved automatically, ");
        UpgradeRule.AppendScope(input.TenureDays, input.Daily, says);
        return new(says) { Created = platform.NewId };
    }

    public override async Task Execute(IReadOnlyList<NewRuleFacts> accepted, Input input, UnitOfWork work)
    {
        var id = accepted[0].NewId;
        await work.Execute(
            """
            insert into upgrades.rules (tenant_id, rule_id, plan, instead_of, tenure_days, daily, opened_by, opened_at)
            values ('tnt_platform', @id, @Plan, @instead, @TenureDays, @Daily, @run, clock_timestamp())
            """,
            new
            {
                id,
                input.Plan,
                instead = ReplacedPlan(input),
                input.TenureDays,
                input.Daily,
                run = work.RunId,
            }
        );
        await work.SetCeiling(id, UpgradeRule.Ceiling(input.Daily));
        await work.SetName(id, "upgrade_rule", "Approval rule");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewRuleFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await UpgradeRuleRows.Rules.CloseOpenedBy(ids: null, undoneRun, work);
        await work.DropCeilings(closed);
        return closed.Count > 0 ? [IdGenerator.Platform] : [];
    }

    private static string? ReplacedPlan(Input input) => string.IsNullOrWhiteSpace(input.InsteadOf) ? null : input.InsteadOf;
}
