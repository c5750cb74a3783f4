using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>Publishes a version of a plan that grants other features or amounts. Who holds the plan already keeps the version they have, unless it is given to everybody.</summary>
public sealed class LimitPlan(Database database) : Operation<LimitFacts, LimitPlan.Input>
{
    public sealed record Input(
        [Description("All that the plan grants: on or off, a number or unlimited, or a value. Where nothing is said, everybody has what the feature says.")]
            IReadOnlyList<FeatureLimit> Limits,
        [Description("Who gets it.")] Holders Holders = Holders.New,
        [Description("When those get it who hold the plan already: the first day, in UTC.")] DateOnly? From = null
    );

    public override Input Example => new([new("clients", "100"), new("sso", "on")]);

    public override Declaration Is =>
        new("plan.limit", "Change limits", "changed")
        {
            ComesBack = "What the plan granted before, also to those who took it meanwhile, unless it was changed since.",
        };

    public override Task<IReadOnlyList<LimitFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => LimitFacts.Load(ids, database, work);

    public override Refusal? Refuse(LimitFacts plan, Input input) =>
        input switch
        {
            _ when plan.Facts.IsRetired => new("retired", $"{plan} is retired."),
            _ when GrantedLimits.Trouble(input.Limits, plan.Features) is { } trouble => trouble,
            { Holders: Holders.From, From: null } => new("from_needed", $"Say from which day on everybody gets it."),
            { Holders: not Holders.From, From: not null } => new("from_unasked", $"A day is said only for a version that everybody gets from a day on."),
            { Holders: not Holders.New } when plan.Unpriced is var (interval, currency, tenants) => GrantedPrices.Missing(plan, interval, currency, tenants),
            _ when input.From <= plan.Today => new("bad_from", $"The day lies ahead: tomorrow at the earliest."),
            _ when Kept(plan, input).SequenceEqual(plan.Facts.Limits) && input.Holders is Holders.New => new(
                "no_change",
                $"{plan} grants exactly this already."
            ),
            _ => plan.Facts.Drafted,
        };

    public override Decision Decide(LimitFacts plan, Input input)
    {
        var number = Number(plan, input);
        return new(
            input.Holders switch
            {
                Holders.All => Sentence.Say($"Version {number} of {plan} is given to everybody who holds it, and to whoever takes it: {plan.HeldBy:tenant}."),
                Holders.From when Zone.Utc.StartOf(input.From) is { } from => Sentence.Say(
                    $"Version {number} of {plan} is given to whoever takes it, and from {from} on to everybody who holds it: {plan.HeldBy:tenant}."
                ),
                _ => Sentence.Say($"Version {number} of {plan} is given to whoever takes it from now on. Who keeps what they have: {plan.HeldBy:tenant}."),
            },
            [.. GrantedLimits.Effects(plan.Facts.Limits, Kept(plan, input))]
        );
    }

    public override async Task Execute(IReadOnlyList<LimitFacts> accepted, Input input, Work work)
    {
        foreach (var plan in accepted) // a handful at most
        {
            await Terms.Open(plan.Id, plan.Facts.Terms, Number(plan, input), work, input.Holders, Zone.Utc.StartOf(input.From));
            if (Number(plan, input) != plan.Facts.Number)
                await Terms.Grant(plan.Id, Number(plan, input), Kept(plan, input), work);
        }
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<LimitFacts> subjects, string undoneRun, Work work) =>
        Terms.Restore([.. subjects.Where(plan => !plan.Facts.IsRetired).Select(plan => plan.Id)], undoneRun, work);

    // The version that is sold today, given to more than it was: it is no other version.
    private static int Number(LimitFacts plan, Input input) => Kept(plan, input).SequenceEqual(plan.Facts.Limits) ? plan.Facts.Number : plan.Facts.NextNumber;

    private static IReadOnlyList<FeatureLimit> Kept(LimitFacts plan, Input input) => GrantedLimits.Kept(input.Limits, plan.Features);
}
