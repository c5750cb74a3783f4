using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Plans.Plans;

/// <summary>Adds a plan. No tenant is moved to it, and nothing is written to Stripe.</summary>
public sealed class CreatePlan : Operation<NewPlanFacts, CreatePlan.Input>
{
    public sealed record Input(
        [Description("Key that your application reports in plan_items. It can't be changed later.")] string Key,
        [Description("Display name.")] string Name,
        [Description("0 for a free plan.")] Money Price,
        PlanInterval Interval = PlanInterval.Month,
        [Description("0 for no trial.")] int TrialDays = 0,
        [Description("Sold on top of another plan; adds its features once per unit. It can't be changed later.")] bool Addon = false,
        [Description("Additional prices, for another interval or in another currency.")] IReadOnlyList<PlanPrice>? OtherPrices = null
    )
    {
        internal PlanTerms Terms => new(Name, Price, Interval, TrialDays, PlanTerms.Normalize(Price, OtherPrices));
    }

    public override Input Example => new("pro", "Pro", new(4900, "USD"), TrialDays: 14, OtherPrices: [new(new(49000, "USD"), PlanInterval.Year)]);

    public override OperationDefinition Definition =>
        new("plan.create", "Add plan", "added")
        {
            Synonyms = "new plan",
            Subject = "platform",
            Noun = "plan",
            FieldClasses = [FieldClass.Money],
            RestoredByUndo = "The plan is retired, unless it was changed since.",
        };

    public override async Task<IReadOnlyList<NewPlanFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var isTaken = await work.One<bool>("select exists (select 1 from plans.plans where key = @Key and closed_by is null)", new { input.Key });
        return [new(work.NewId("pln", IdGenerator.Platform), isTaken, (await ReportingSettings.Of(work)).Currency)];
    }

    public override Refusal? Refuse(NewPlanFacts platform, Input input) =>
        !KeyText.Pattern().IsMatch(input.Key) ? new("bad_key", $"A plan key must have 1 to 64 lowercase letters, digits, dots, dashes or underscores.")
        : input is { Addon: true, TrialDays: not 0 } ? new("addon_trial", $"An add-on can't have a trial. Set the trial on the main plan.")
        : platform.IsKeyTaken ? new("key_taken", $"A plan with this key already exists.")
        : input.Terms.ValidationRefusal;

    public override Decision Decide(NewPlanFacts platform, Input input) =>
        new(
            input.Terms.AppendConverted(
                input.Terms.AppendOtherPrices(
                    input.Addon ? Sentence.Say($"A new add-on costs {input.Price} a {input.Interval} per unit.")
                    : input.TrialDays == 0 ? Sentence.Say($"A new plan costs {input.Price} a {input.Interval}.")
                    : Sentence.Say($"A new plan costs {input.Price} a {input.Interval}, after a trial of {input.TrialDays:day}.")
                ),
                platform.Reporting
            )
        )
        {
            Created = platform.NewId,
        };

    public override Task Execute(IReadOnlyList<NewPlanFacts> accepted, Input input, UnitOfWork work) =>
        PlanCatalogue.Add(accepted[0].NewId, input.Key, input.Name, input.Terms.Prices, input.TrialDays, input.Addon, work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewPlanFacts> subjects, string undoneRun, UnitOfWork work) =>
        await PlanCatalogue.Revert(undoneRun, work) > 0 ? [IdGenerator.Platform] : [];
}
