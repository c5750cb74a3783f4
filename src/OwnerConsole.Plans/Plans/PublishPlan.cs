using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Plans;

/// <summary>Makes the draft of a plan the current version. Existing subscribers keep their version and price, unless you roll out the new version to them. Without a draft, rolls out the current version to existing subscribers.</summary>
public sealed class PublishPlan(Database database) : Operation<PublishFacts, PublishPlan.Input>
{
    /// <summary>Maximum number of tenants that the preview lists by name.</summary>
    private const int MaxNames = 5;

    public sealed record Input(
        [Description("Tenants that get this version.")] VersionRollout Rollout = VersionRollout.New,
        [Description("Date (UTC) from which existing subscribers get it.")] DateOnly? From = null
    );

    public override OperationDefinition Definition =>
        new("plan.publish", "Publish version", "published")
        {
            Group = ActionGroup.Plan,
            Noun = "version",
            FieldClasses = [FieldClass.Money],
            RestoredByUndo =
                "The draft and the previous version are restored, also for tenants that subscribed in the meantime, unless another version was published since.",
        };

    public override Task<IReadOnlyList<PublishFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => PublishFacts.Load(ids, database, work);

    public override Refusal? Refuse(PublishFacts plan, Input input) =>
        input switch
        {
            _ when plan.Plan.IsRetired => new("retired", $"{plan} is retired."),
            { Rollout: VersionRollout.New } when plan.Draft.Draft is null => new("no_draft", $"{plan} has no draft. Create a draft first."),
            { Rollout: VersionRollout.New } when plan.IsSold => new("no_change", $"The draft of {plan} is identical to the current version."),
            _ when plan.Draft.Terms.ValidationRefusal is { } trouble => trouble,
            _ when plan.Draft.Draft is not null && PlanLimitRules.Validate(plan.Draft.Limits, plan.Draft.Features) is { } trouble => trouble,
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
            _ => null,
        };

    public override Decision Decide(PublishFacts plan, Input input)
    {
        var says = input.Rollout switch
        {
            VersionRollout.All => Sentence.Say($"Version {plan.Number} of {plan} applies to new and existing subscribers: {plan.HeldBy:tenant}."),
            VersionRollout.From when Zone.Utc.StartOf(input.From) is { } from => Sentence.Say(
                $"Version {plan.Number} of {plan} applies to new subscribers, and from {from} to existing subscribers: {plan.HeldBy:tenant}."
            ),
            _ => DescribeGrandfathered(plan),
        };
        if (input.Rollout is not VersionRollout.New)
        {
            AppendMoney(says, plan);
            AppendOverLimit(says, plan);
        }
        var (before, after) = (plan.Plan.Terms, plan.Draft.Terms);
        after.AppendConverted(says, plan.Plan.Reporting);
        return new(
            says,
            [
                new("price", before.Price, after.Price),
                new("interval", before.Interval, after.Interval),
                new("other_prices", before.Other, after.Other),
                new("trial_days", before.TrialDays, after.TrialDays),
                .. PlanLimitRules.Effects(plan.Plan.Limits, plan.Draft.Limits),
            ]
        );
    }

    public override async Task Execute(IReadOnlyList<PublishFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var plan in accepted) // one query each: there are only a few
        {
            await PlanVersionWriter.Open(plan.Id, plan.Draft.Terms, plan.Number, work, input.Rollout, Zone.Utc.StartOf(input.From));
            if (plan.Number != plan.Plan.Number)
                await PlanVersionWriter.Grant(plan.Id, plan.Number, PlanLimitRules.Normalize(plan.Draft.Limits, plan.Draft.Features), work);
        }
        await DraftRows.Close([.. accepted.Select(plan => plan.Id)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PublishFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await PlanVersionWriter.Restore([.. subjects.Where(plan => !plan.Plan.IsRetired).Select(plan => plan.Id)], undoneRun, work);
        await DraftRows.Reopen(restored, undoneRun, work);
        return restored;
    }

    /// <summary>States how many existing subscribers keep which version.</summary>
    private static Sentence DescribeGrandfathered(PublishFacts plan)
    {
        var says = Sentence.Say($"Version {plan.Number} of {plan} applies to new subscribers.");
        if (plan.Holders.Count == 0)
            return says;
        says.AppendLiteral(" Existing subscribers keep their version: ");
        foreach (var (place, (number, tenants)) in plan.Holders.Index())
        {
            says.AppendLiteral(place == 0 ? "" : ", ");
            says.AppendFormatted(tenants, "tenant");
            says.AppendLiteral(" on version ");
            says.AppendFormatted(number);
        }
        says.AppendLiteral(".");
        return says;
    }

    private static void AppendMoney(Sentence says, PublishFacts plan)
    {
        if (plan.Paid.SequenceEqual(plan.WouldPay))
            return;
        var none = new Money(0, plan.Draft.Terms.Price.Currency);
        says.AppendLiteral(" Estimated MRR changes from ");
        AppendAmounts(says, plan.Paid, none);
        says.AppendLiteral(" to ");
        AppendAmounts(says, plan.WouldPay, none);
        says.AppendLiteral(".");
    }

    private static void AppendAmounts(Sentence says, IReadOnlyList<Money> amounts, Money none)
    {
        foreach (var (place, amount) in amounts.DefaultIfEmpty(none).Index())
        {
            says.AppendLiteral(place == 0 ? "" : " and ");
            says.AppendFormatted(amount);
        }
    }

    private static void AppendOverLimit(Sentence says, PublishFacts plan)
    {
        if (plan.OverLimit.Count == 0)
            return;
        says.AppendLiteral(" ");
        says.AppendFormatted(plan.OverLimit.Count, "tenant");
        says.AppendLiteral(" would exceed a limit: ");
        foreach (var (place, tenant) in plan.OverLimit.Take(MaxNames).Index())
        {
            says.AppendLiteral(place == 0 ? "" : ", ");
            says.AppendFormatted(new EntityReference(tenant));
        }
        if (plan.OverLimit.Count > MaxNames)
        {
            says.AppendLiteral(" and ");
            says.AppendFormatted(plan.OverLimit.Count - MaxNames);
            says.AppendLiteral(" more");
        }
        says.AppendLiteral(". Existing data is kept, but usage can't grow.");
    }
}
