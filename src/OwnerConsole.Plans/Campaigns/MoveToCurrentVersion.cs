using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Migrates tenants from an older version of a plan to the current one, with its price and limits. Nothing is written to Stripe.</summary>
public sealed class MoveToCurrentVersion : Operation<TenantVersionFacts, MoveToCurrentVersion.Input>
{
    public const string Name = "tenant.move_to_current_version";

    public sealed record Input(
        [Description("Plan whose current version the tenants get.")] [OptionsFrom(PlanCatalogue.Source)] string Plan,
        [Prefilled] [Description("Id of the campaign that this is a wave of; empty outside of a campaign.")] string? Campaign = null
    )
    {
        internal string? CampaignId => string.IsNullOrWhiteSpace(Campaign) ? null : Campaign;
    }

    public override Input Example => new("pro");

    public override OperationDefinition Definition =>
        new(Name, "Migrate to current version", "migrated")
        {
            Group = ActionGroup.Plan,
            FieldClasses = [FieldClass.Money],
            RestoredByUndo = "Each tenant returns to its previous version, with its price and limits, unless its plans have changed since.",
        };

    public override Task<IReadOnlyList<TenantVersionFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        TenantVersionFacts.Load(ids, input.Plan, input.CampaignId, work);

    public override Refusal? Refuse(TenantVersionFacts tenant, Input input) =>
        tenant switch
        {
            { HasEnded: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so its plan can't change."),
            { Context: { } campaign } when campaign.RefuseWave(tenant, input.Plan) is { } held => held,
            { Plan: null } => new("unknown_plan", $"There is no available plan with this key."),
            { Quantity: null } => new("not_subscribed", $"{tenant} is not on {new EntityReference(tenant.Plan.PlanId)}."),
            _ when tenant.Number == tenant.Plan.Number => new("no_change", $"{tenant} is already on version {tenant.Plan.Number}."),
            { Sold: null, PaidBy: var (interval, currency) } => PriceMissing(tenant, interval, currency),
            { Context: { } campaign } => campaign.RefuseTenant(tenant),
            _ => null,
        };

    private static Refusal PriceMissing(TenantVersionFacts tenant, PeriodUnit interval, string currency)
    {
        var says = Sentence.Say($"{tenant} pays in ");
        says.AppendCurrency(currency);
        says.AppendLiteral(" a ");
        says.AppendFormatted(interval);
        says.AppendLiteral(", and the current version has no such price.");
        return new("no_price", says);
    }

    public override Decision Decide(TenantVersionFacts tenant, Input input)
    {
        var (before, after) = (tenant.Pays, tenant.WouldPay);
        var says = Sentence.Say(
            $"{tenant} migrates from version {tenant.Number ?? 0} of {new EntityReference(tenant.Plan!.PlanId)} to version {tenant.Plan.Number}."
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

    public override async Task Execute(IReadOnlyList<TenantVersionFacts> accepted, Input input, UnitOfWork work)
    {
        await work.MoveToCurrentVersion([.. accepted.Select(tenant => tenant.Id)], input.Plan);
        if (input.CampaignId is { } campaign)
            await CampaignMoves.Add(campaign, accepted, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TenantVersionFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await work.UndoSetPlans([.. subjects.Where(tenant => !tenant.HasEnded).Select(tenant => tenant.Id)], undoneRun);
        if (restored.Count > 0 && subjects[0].Context is not null)
            await CampaignRows.Moves.CloseOpenedBy(restored, undoneRun, work);
        return restored;
    }
}
