using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Moves tenants that kept an older version of a plan to the one that is sold today, with its price and its limits. Nothing is written to Stripe.</summary>
public sealed class TakeVersion : Operation<VersionFacts, TakeVersion.Input>
{
    public const string Name = "tenant.take_version";

    public sealed record Input(
        [Description("The plan that they hold.")] [ChosenAmong(PlanBook.Source)] string Plan,
        [Given] [Description("The campaign that this is a wave of, by its id; empty outside of one.")] string? Campaign = null
    )
    {
        internal string? Of => string.IsNullOrWhiteSpace(Campaign) ? null : Campaign;
    }

    public override Input Example => new("pro");

    public override Declaration Is =>
        new(Name, "Move to sold version", "moved")
        {
            About = [FieldClass.Money],
            ComesBack = "The version that each was on, with its price and its limits, unless its plans were decided or reported anew since.",
        };

    public override Task<IReadOnlyList<VersionFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        VersionFacts.Load(ids, input.Plan, input.Of, work);

    public override Refusal? Refuse(VersionFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}; it holds what it held at its end."),
            { In: { } campaign } when campaign.Holds(tenant, input.Plan) is { } held => held,
            { Plan: null } => new("unknown_plan", $"There is no plan with this key that is sold."),
            { Quantity: null } => new("not_held", $"{tenant} doesn't hold {new Reference(tenant.Plan.PlanId)}."),
            _ when tenant.Number == tenant.Plan.Number => new("no_change", $"{tenant} is on version {tenant.Plan.Number} already."),
            { Sold: null, PaidBy: var (interval, currency) } => NoPrice(tenant, interval, currency),
            { In: { } campaign } => campaign.Leaves(tenant),
            _ => null,
        };

    private static Refusal NoPrice(VersionFacts tenant, PeriodUnit interval, string currency)
    {
        var says = Sentence.Say($"{tenant} pays in ");
        says.AppendCurrency(currency);
        says.AppendLiteral(" a ");
        says.AppendFormatted(interval);
        says.AppendLiteral(", and the version that is sold has no such price.");
        return new("no_price", says);
    }

    public override Decision Decide(VersionFacts tenant, Input input)
    {
        var (before, after) = (tenant.Pays, tenant.WouldPay);
        var says = Sentence.Say($"{tenant} moves from version {tenant.Number ?? 0} of {new Reference(tenant.Plan!.PlanId)} to version {tenant.Plan.Number}.");
        if (before != after && before is { } pays && after is { } would)
        {
            says.AppendLiteral(" What it pays a month, estimated, moves from ");
            says.AppendFormatted(pays);
            says.AppendLiteral(" to ");
            says.AppendFormatted(would);
            says.AppendLiteral(".");
        }
        if (tenant.IsOverLimit)
            says.AppendLiteral(" It would be over a limit: nothing of its is deleted, and it can't use more.");
        return new(says, new("version", tenant.Number, tenant.Plan.Number), new("estimated_mrr", before, after), new("over_limit", null, tenant.IsOverLimit))
        {
            Weight = new(MinorUnits: before is { } paid && after is { } due && paid.Currency == due.Currency ? Math.Abs(due.Amount - paid.Amount) : 0),
        };
    }

    public override async Task Execute(IReadOnlyList<VersionFacts> accepted, Input input, Work work)
    {
        await work.Retake([.. accepted.Select(tenant => tenant.Id)], input.Plan);
        if (input.Of is { } campaign)
            await Moves.Keep(campaign, accepted, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<VersionFacts> subjects, string undoneRun, Work work)
    {
        var restored = await work.TakeBackPlans([.. subjects.Where(tenant => !tenant.IsOver).Select(tenant => tenant.Id)], undoneRun);
        if (restored.Count > 0 && subjects[0].In is not null)
            await Moves.TakeBack(restored, undoneRun, work);
        return restored;
    }
}
