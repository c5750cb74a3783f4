using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Plans;

/// <summary>Retires a plan, so it can no longer be granted or chosen. Existing subscribers keep it.</summary>
public sealed class RetirePlan(Database database) : Operation<PlanLimitFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("plan.retire", "Retire plan", "retired") { RestoredByUndo = "The plan is available again, unless another plan uses its key." };

    public override Task<IReadOnlyList<PlanLimitFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        PlanLimitFacts.Load(ids, database, work);

    public override Refusal? Refuse(PlanLimitFacts plan, NoInput input) => plan.Facts.IsRetired ? new("already_retired", $"{plan} is already retired.") : null;

    public override Decision Decide(PlanLimitFacts plan, NoInput input) =>
        new($"{plan} can no longer be chosen. Existing subscribers keep it: {plan.HeldBy:tenant}.", new Effect("retired", false, true));

    public override Task Execute(IReadOnlyList<PlanLimitFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            "update plans.plans set closed_by = @run, closed_at = clock_timestamp() where plan_id = any(@ids)",
            new { run = work.RunId, ids = accepted.Select(plan => plan.Id).ToArray() }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlanLimitFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update plans.plans p
               set closed_by = null, closed_at = null
             where p.plan_id = any(@ids) and p.closed_by = @undoneRun
               and not exists (select 1 from plans.plans other where other.key = p.key and other.closed_by is null)
            returning p.plan_id
            """,
            new { undoneRun, ids = subjects.Select(plan => plan.Id).ToArray() }
        );
}
