using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>Edits the next version of a plan, starting from the current version or the open draft. No one gets it until it is published.</summary>
public sealed class DraftPlan : Operation<DraftFacts, DraftPlan.Input>
{
    public sealed record Input(
        [Description("0 for a free plan. Leave blank to keep the current price.")] Money? Price = null,
        PlanInterval? Interval = null,
        [Description("All additional prices, for another interval or in another currency. Omit to keep the current ones.")]
            IReadOnlyList<PlanPrice>? OtherPrices = null,
        [Description("0 for no trial.")] int? TrialDays = null,
        [Description("All limits of the version: on or off, a number, unlimited, or a value. Features without a limit use their default.")]
            IReadOnlyList<FeatureLimit>? Limits = null
    );

    public override Input Example =>
        new(new(5900, "USD"), OtherPrices: [new(new(59000, "USD"), PlanInterval.Year)], Limits: [new("clients", "100"), new("sso", "on")]);

    public override OperationDefinition Definition =>
        new("plan.draft", "Draft version", "drafted")
        {
            Group = ActionGroup.Plan,
            Noun = "version",
            FieldClasses = [FieldClass.Money],
            RestoredByUndo = "The previous draft is restored, or the new draft is removed, unless it has changed since.",
        };

    public override Task<IReadOnlyList<DraftFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => DraftFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await DraftFacts.Load([subjectId], work) is [var plan] ? DraftForm.Of(plan) : [];

    public override Refusal? Refuse(DraftFacts plan, Input input)
    {
        if (plan.Facts.IsRetired)
            return new("retired", $"{plan} is retired.");
        if (Terms(plan, input).ValidationRefusal is { } trouble)
            return trouble;
        if (input.Limits is not null && PlanLimitRules.Validate(input.Limits, plan.Features) is { } wrong)
            return wrong;
        return Terms(plan, input) == plan.Terms && Limits(plan, input).SequenceEqual(plan.Limits)
            ? new("no_change", $"{plan} already has these values.")
            : null;
    }

    public override Decision Decide(DraftFacts plan, Input input)
    {
        var (before, after) = (plan.Draft, Terms(plan, input)); // effects list everything as new when there is no draft yet
        return new(
            after.AppendConverted(
                after.AppendOtherPrices(
                    after.TrialDays == 0
                        ? Sentence.Say($"The next version of {plan} will cost {after.Price} a {after.Interval}. No one gets it until it is published.")
                        : Sentence.Say(
                            $"The next version of {plan} will cost {after.Price} a {after.Interval}, after a trial of {after.TrialDays:day}. No one gets it until it is published."
                        )
                ),
                plan.Facts.Reporting
            ),
            [
                new("price", before?.Price, after.Price),
                new("interval", before?.Interval, after.Interval),
                new("other_prices", before?.OtherPrices ?? [], after.Other),
                new("trial_days", before?.TrialDays, after.TrialDays),
                .. PlanLimitRules.Effects(before?.Limits ?? [], Limits(plan, input)),
            ]
        );
    }

    public override async Task Execute(IReadOnlyList<DraftFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var plan in accepted) // one query each: there are only a few
            await DraftRows.Open(plan.Id, Terms(plan, input), Limits(plan, input), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DraftFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await DraftRows.Revert([.. subjects.Select(plan => plan.Id)], undoneRun, work);
        await DraftRows.Reopen(closed, undoneRun, work);
        return closed;
    }

    private static PlanTerms Terms(DraftFacts plan, Input input) =>
        new(
            plan.Facts.Name,
            input.Price ?? plan.Terms.Price,
            input.Interval ?? plan.Terms.Interval,
            input.TrialDays ?? plan.Terms.TrialDays,
            input.OtherPrices is null ? plan.Terms.Other : PlanTerms.Normalize(input.Price ?? plan.Terms.Price, input.OtherPrices)
        );

    private static IReadOnlyList<FeatureLimit> Limits(DraftFacts plan, Input input) =>
        input.Limits is null ? plan.Limits : PlanLimitRules.Normalize(input.Limits, plan.Features);
}
