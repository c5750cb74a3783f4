using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Migrates tenants from an older version of a plan to the current one, with its price and limits. Nothing is written to Stripe.</summary>
public sealed class TakeVersion : Operation<VersionFacts, TakeVersion.Input>
{
    public const string Name = "tenant.take_version";

    public sealed record Input(
        [Description("Plan whose current version the tenants get.")] [ChosenAmong(PlanBook.Source)] string Plan,
        [Given] [Description("Id of the campaign that this is a wave of; empty outside of a campaign.")] string? Campaign = null
    )
    {
        internal string? Of => string.IsNullOrWhiteSpace(Campaign) ? null : Campaign;
    }

    public override Input Example => new("pro");

    public override Declaration Is =>
        new(Name, "Migrate to current version", "migrated")
        {
            About = [FieldClass.Money],
            ComesBack = "Each tenant returns to its previous version, with its price and limits, unless its plans have changed since.",
        };

    public override Task<IReadOnlyList<VersionFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        VersionFacts.Load(ids, input.Plan, input.Of, work);

    public override Refusal? Refuse(VersionFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so its plan can't change."),
            { In: { } campaign } when campaign.Holds(tenant, input.Plan) is { } held => held,
            { Plan: null } => new("unknown_plan", $"There is no available plan with this key."),
            { Quantity: null } => new("not_held", $"{tenant} is not on {new Reference(tenant.Plan.PlanId)}."),
            _ when tenant.Number == tenant.Plan.Number => new("no_change", $"{tenant} is already on version {tenant.Plan.Number}."),
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
        says.AppendLiteral(", and the current version has no such price.");
        return new("no_price", says);
    }

    public override Decision Decide(VersionFacts tenant, Input input)
    {
        var (before, after) = (tenant.Pays, tenant.WouldPay);
        var says = Sentence.Say(
            $"{tenant} migrates from version {tenant.Number ?? 0} of {new Reference(tenant.Plan!.PlanId)} to version {tenant.Plan.Number}."
        );
        if (before != after && before is { } pays && after is { } would)
        {
            says.AppendLiteral(" Its estimated MRR changes from ");
            says.AppendFormatted(pays);
            says.AppendLiteral(" to ");
            says.AppendFormatted(would);
            says.AppendLiteral(".");
        }
        if (tenant.IsOverLimit)
            says.AppendLiteral(" It would exceed a limit: existing data is kept, but usage can't grow.");
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
