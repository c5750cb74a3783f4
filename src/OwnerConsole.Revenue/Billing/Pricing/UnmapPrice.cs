using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Billing.Pricing;

/// <summary>Reverts a person's decision about the plan of a Stripe price.</summary>
public sealed class UnmapPrice(PlanVersionPrices versions) : Operation<StripePriceFacts, NoInput>
{
    public const string Name = "stripe_price.unmap";

    public override OperationDefinition Definition =>
        new(Name, "Remove mapping", "removed")
        {
            Noun = "mapping",
            Synonyms = "unlink, unassign, stripe price",
            RestoredByUndo = "The price is mapped to the plan again, unless it was mapped to another one since.",
        };

    public override Task<IReadOnlyList<StripePriceFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        StripePriceFacts.Load(ids, plan: null, version: null, versions, work);

    public override Refusal? Refuse(StripePriceFacts price, NoInput input) => price.Plan is null ? new("not_mapped", $"{price} is mapped to no plan.") : null;

    public override Decision Decide(StripePriceFacts price, NoInput input) =>
        new(
            price.PlanId is { } plan
                ? Sentence.Say($"{price} will no longer be mapped to {new EntityReference(plan)}. Its MRR will have no plan.")
                : Sentence.Say($"{price} will no longer be mapped to a plan. Its MRR will have no plan."),
            new Effect("plan", price.Plan, null)
        );

    public override Task Execute(IReadOnlyList<StripePriceFacts> accepted, NoInput input, UnitOfWork work) =>
        PriceMappings.Rows.Close([.. accepted.Select(price => price.PriceId)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StripePriceFacts> subjects, string undoneRun, UnitOfWork work) =>
        PriceMappings.Rows.Reopen([.. subjects.Select(price => price.PriceId)], undoneRun, work);
}
