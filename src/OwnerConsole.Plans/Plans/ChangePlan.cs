using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>Changes the name, price or trial of a plan. A new price or trial creates a new version for new subscribers; existing subscribers keep theirs.</summary>
public sealed class ChangePlan : Operation<PlanFacts, ChangePlan.Input>
{
    public sealed record Input(
        [Description("Display name. Leave blank to keep the current one.")] string? Name = null,
        Money? Price = null,
        PlanInterval? Interval = null,
        [Description("0 for no trial.")] int? TrialDays = null
    );

    public override Input Example => new("Pro", new(5900, "USD"));

    public override OperationDefinition Definition =>
        new("plan.change", "Change plan", "changed")
        {
            FieldClasses = [FieldClass.Money],
            RestoredByUndo = "The previous name, price and trial are restored, unless they have changed since.",
        };

    public override Task<IReadOnlyList<PlanFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => PlanFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await PlanFacts.Load([subjectId], work) is [var plan] ? [("name", plan.Name)] : [];

    public override Refusal? Refuse(PlanFacts plan, Input input) =>
        plan.IsRetired ? new("retired", $"{plan} is retired.")
        : After(plan, input) == plan.Terms ? new("no_change", $"{plan} already has these values.")
        : After(plan, input).ValidationRefusal ?? (IsRenamed(plan, input) ? null : plan.OpenDraftRefusal);

    public override Decision Decide(PlanFacts plan, Input input)
    {
        var after = After(plan, input);
        return new(
            after.AppendConverted(
                after.TrialDays == 0
                    ? Sentence.Say($"{plan} costs {after.Price} a {after.Interval}.")
                    : Sentence.Say($"{plan} costs {after.Price} a {after.Interval}, after a trial of {after.TrialDays:day}."),
                plan.Reporting
            ),
            new("price", plan.Terms.Price, after.Price),
            new("interval", plan.Interval, after.Interval),
            new("trial_days", plan.TrialDays, after.TrialDays)
        );
    }

    public override async Task Execute(IReadOnlyList<PlanFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var plan in accepted) // one query each: there are only a few
        {
            var (after, isRenamed) = (After(plan, input), IsRenamed(plan, input));
            await PlanVersionWriter.Open(plan.Id, after, isRenamed ? plan.Number : plan.NextNumber, work);
            if (!isRenamed)
                await PlanVersionWriter.Grant(plan.Id, plan.NextNumber, plan.Limits, work);
        }
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlanFacts> subjects, string undoneRun, UnitOfWork work) =>
        PlanVersionWriter.Restore([.. subjects.Where(plan => !plan.IsRetired).Select(plan => plan.Id)], undoneRun, work);

    /// <summary>Whether only the name changes.</summary>
    private static bool IsRenamed(PlanFacts plan, Input input) => After(plan, input) with { Name = plan.Name } == plan.Terms;

    private static PlanTerms After(PlanFacts plan, Input input) =>
        new(
            input.Name?.Trim() ?? plan.Name,
            input.Price ?? plan.Terms.Price,
            input.Interval ?? plan.Interval,
            input.TrialDays ?? plan.TrialDays,
            plan.Terms.Other
        );
}
