using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Plans;

/// <summary>Retires a plan, so it can no longer be granted or chosen. Existing subscribers keep it.</summary>
public sealed class RetirePlan(Database database) : Operation<PlanLimitFacts, NoInput>
{
    private static readonly StateRows Rows = new("plans.plans", "plan_id") { HaveClosedAt = true, Conflict = "other.key = this.key" };

    public override OperationDefinition Definition =>
        new("plan.retire", "Retire plan", "retired")
        {
            Group = ActionGroup.Danger,
            RestoredByUndo = "The plan is available again, unless another plan uses its key.",
        };

    public override Task<IReadOnlyList<PlanLimitFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        PlanLimitFacts.Load(ids, database, work);

    public override Refusal? Refuse(PlanLimitFacts plan, NoInput input) => plan.Facts.IsRetired ? new("already_retired", $"{plan} is already retired.") : null;

    public override Decision Decide(PlanLimitFacts plan, NoInput input) =>
        new($"{plan} can no longer be chosen. Existing subscribers keep it: {plan.HeldBy:tenant}.", new Effect("retired", false, true));

    public override Task Execute(IReadOnlyList<PlanLimitFacts> accepted, NoInput input, UnitOfWork work) =>
        Rows.Close([.. accepted.Select(plan => plan.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlanLimitFacts> subjects, string undoneRun, UnitOfWork work) =>
        Rows.Reopen([.. subjects.Select(plan => plan.Id)], undoneRun, work);
}
