using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Plans;

/// <summary>Publishes a version of a plan with different limits. Existing subscribers keep their version, unless it is rolled out to all subscribers.</summary>
public sealed class ChangePlanLimits(Database database) : Operation<PlanLimitFacts, ChangePlanLimits.Input>
{
    public sealed record Input(
        [Description("All limits of the plan: on or off, a number, unlimited, or a value. Features without a limit use their default.")]
            IReadOnlyList<FeatureLimit> Limits,
        [Description("Tenants that get this version.")] VersionRollout Rollout = VersionRollout.New,
        [Description("Date (UTC) from which existing subscribers get it.")] DateOnly? From = null
    );

    public override Input Example => new([new("clients", "100"), new("sso", "on")]);

    public override OperationDefinition Definition =>
        new("plan.limit", "Change limits", "changed")
        {
            Group = ActionGroup.Limits,
            RestoredByUndo = "The previous limits are restored, also for tenants that subscribed in the meantime, unless they have changed since.",
        };

    public override Task<IReadOnlyList<PlanLimitFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PlanLimitFacts.Load(ids, database, work);

    public override Refusal? Refuse(PlanLimitFacts plan, Input input) =>
        input switch
        {
            _ when plan.Facts.IsRetired => new("retired", $"{plan} is retired."),
            _ when PlanLimitRules.Validate(input.Limits, plan.Features) is { } trouble => trouble,
            { Rollout: VersionRollout.From, From: null } => new("from_needed", $"Set the date from which existing subscribers get this version."),
            { Rollout: not VersionRollout.From, From: not null } => new(
                "unexpected_from",
                $"Remove the date, or choose that existing subscribers get the version from a date."
            ),
            { Rollout: not VersionRollout.New } when plan.Unpriced is var (interval, currency, tenants) => PlanPriceRefusals.Missing(
                plan,
                interval,
                currency,
                tenants
            ),
            _ when input.From <= plan.Today => new("bad_from", $"The date must be tomorrow or later."),
            _ when NormalizeLimits(plan, input).SequenceEqual(plan.Facts.Limits) && input.Rollout is VersionRollout.New => new(
                "no_change",
                $"{plan} already has these limits."
            ),
            _ => plan.Facts.OpenDraftRefusal,
        };

    public override Decision Decide(PlanLimitFacts plan, Input input)
    {
        var number = Number(plan, input);
        return new(
            input.Rollout switch
            {
                VersionRollout.All => Sentence.Say($"Version {number} of {plan} applies to new and existing subscribers: {plan.HeldBy:tenant}."),
                VersionRollout.From when Zone.Utc.StartOf(input.From) is { } from => Sentence.Say(
                    $"Version {number} of {plan} applies to new subscribers, and from {from} to existing subscribers: {plan.HeldBy:tenant}."
                ),
                _ => Sentence.Say($"Version {number} of {plan} applies to new subscribers. Existing subscribers keep their version: {plan.HeldBy:tenant}."),
            },
            [.. PlanLimitRules.Effects(plan.Facts.Limits, NormalizeLimits(plan, input))]
        );
    }

    public override async Task Execute(IReadOnlyList<PlanLimitFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var plan in accepted) // one query each: there are only a few
        {
            await PlanVersionWriter.Open(plan.Id, plan.Facts.Terms, Number(plan, input), work, input.Rollout, Zone.Utc.StartOf(input.From));
            if (Number(plan, input) != plan.Facts.Number)
                await PlanVersionWriter.Grant(plan.Id, Number(plan, input), NormalizeLimits(plan, input), work);
        }
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlanLimitFacts> subjects, string undoneRun, UnitOfWork work) =>
        PlanVersionWriter.Restore([.. subjects.Where(plan => !plan.Facts.IsRetired).Select(plan => plan.Id)], undoneRun, work);

    // Rolling out the current version to more tenants doesn't create a new version.
    private static int Number(PlanLimitFacts plan, Input input) =>
        NormalizeLimits(plan, input).SequenceEqual(plan.Facts.Limits) ? plan.Facts.Number : plan.Facts.NextNumber;

    private static IReadOnlyList<FeatureLimit> NormalizeLimits(PlanLimitFacts plan, Input input) => PlanLimitRules.Normalize(input.Limits, plan.Features);
}
