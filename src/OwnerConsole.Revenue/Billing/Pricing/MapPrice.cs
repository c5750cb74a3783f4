using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Billing.Pricing;

/// <summary>Makes the MRR of a Stripe price count for a plan.</summary>
public sealed class MapPrice(PlanVersionPrices versions) : Operation<StripePriceFacts, MapPrice.Input>
{
    public const string Name = "stripe_price.map";

    /// <summary>Option source of the module with the plans.</summary>
    private const string Plans = "plan";

    public sealed record Input(
        [OptionsFrom(Plans)] [StringLength(64)] [Description("Leave blank for the proposed plan.")] string? Plan = null,
        [Range(1, int.MaxValue)] [Description("Number of the plan's version. Leave blank for all versions.")] int? Version = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Map to plan", "mapped")
        {
            Noun = "price",
            Synonyms = "assign, link, stripe price, product, unmapped",
            RestoredByUndo = "The price is mapped to its previous plan, or to none.",
        };

    public override Task<IReadOnlyList<StripePriceFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        StripePriceFacts.Load(ids, RequestedPlan(input), input.Version, versions, work);

    public override Refusal? Refuse(StripePriceFacts price, Input input) =>
        price switch
        {
            { IsRecurring: false } => new("one_time", $"{price} is a one-time price. Only recurring prices add to MRR."),
            { Plan: not null } when RequestedPlan(input) is null => new("already_mapped", $"{price} is mapped already. Choose a plan to change it."),
            { Target: null } when RequestedPlan(input) is null => new("no_proposal", $"No plan is proposed for {price}. Choose one."),
            _ when RequestedPlan(input) is null && input.Version is not null => new("version_without_plan", $"A version needs a plan. Choose the plan too."),
            { Target: null } => new("unknown_plan", $"No plan has this key. The Plans page lists all plans."),
            { HasTargetVersion: false } => new("unknown_version", $"{PlanOf(price)} has no version {price.TargetVersion ?? 0}."),
            _ when (price.Plan, price.Version) == (price.Target, price.TargetVersion) => new("no_change", $"{price} is already mapped to {PlanOf(price)}."),
            _ => null,
        };

    public override Decision Decide(StripePriceFacts price, Input input)
    {
        List<Effect> effects = [new("plan", price.Plan, price.Target)];
        if (price.Version != price.TargetVersion)
            effects.Add(new("version", price.Version, price.TargetVersion));
        return new(
            price.TargetVersion is { } version
                ? Sentence.Say($"{price} will be mapped to version {version} of {PlanOf(price)}.")
                : Sentence.Say($"{price} will be mapped to {PlanOf(price)}."),
            [.. effects]
        );
    }

    public override async Task Execute(IReadOnlyList<StripePriceFacts> accepted, Input input, UnitOfWork work)
    {
        await PriceMappings.Rows.Close([.. accepted.Select(price => price.PriceId)], work);
        await work.Execute(
            """
            insert into billing.price_plans (tenant_id, account_id, price_id, plan, version, opened_by, opened_at)
            select 'tnt_platform', n.account_id, n.price_id, n.plan, n.version, @run, clock_timestamp()
              from unnest(@accounts, @prices, @plans, @numbers) n(account_id, price_id, plan, version)
            """,
            new
            {
                run = work.RunId,
                accounts = accepted.Select(price => price.AccountId).ToArray(),
                prices = accepted.Select(price => price.PriceId).ToArray(),
                plans = accepted.Select(price => price.Target).ToArray(),
                numbers = accepted.Select(price => price.TargetVersion).ToArray(),
            }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StripePriceFacts> subjects, string undoneRun, UnitOfWork work) =>
        PriceMappings.Rows.Undo([.. subjects.Select(price => price.PriceId)], undoneRun, work);

    private static string? RequestedPlan(Input input) => string.IsNullOrWhiteSpace(input.Plan) ? null : input.Plan.Trim();

    private static EntityReference PlanOf(StripePriceFacts price) => new(price.TargetId!); // called only with a known plan
}
