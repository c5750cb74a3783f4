using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes the price of a subscription to another recurring price of the same currency. If it has several items, the first one changes.</summary>
public sealed class ChangePrice(ProrationPreview prorations) : SubscriptionItemOperation<ChangePrice.Input>(prorations)
{
    public sealed record Input(
        [Description("Price of your Stripe account, active and recurring, in the currency of the subscription.")]
        [StringLength(200)]
        [OptionsFrom(StripePriceSource.Source)]
            string Price,
        [Description("What happens to the difference in price for the rest of the current period.")] Proration Proration = Proration.CreateProrations
    );

    public override Input Example => new("price_1");

    public override OperationDefinition Definition =>
        new("subscription.change_price", "Change plan", "changed")
        {
            Group = ActionGroup.Plan,
            Noun = "plan",
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            FieldClasses = [FieldClass.Money],
            Synonyms = "upgrade, downgrade, switch price, proration",
            RestoredByUndo = "The previous price. The rest of the period is calculated again.",
        };

    public override async Task<IReadOnlyList<StripeSubscription>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var subscriptions = await base.Load(ids, input, work);
        var prices = await StripePrice.Find([input.Price.Trim()], work);
        return
        [
            .. subscriptions.Select(subscription =>
                subscription with
                {
                    NewPrice = prices.FirstOrDefault(price => price.AccountId == subscription.AccountId && price.Mode == subscription.Mode),
                }
            ),
        ];
    }

    protected override Refusal? FindRefusal(StripeSubscription subscription, Input input) =>
        base.FindRefusal(subscription, input)
        ?? subscription.NewPrice switch
        {
            null => new("unknown_price", $"There is no price with this ID in the Stripe account of {subscription}."),
            { Interval: null } => new("one_time", $"This is a one-time price. Choose a recurring one."),
            { IsActive: false } => new("inactive_price", $"This price is archived in Stripe. Choose an active one."),
            { } price when price.Currency != subscription.Currency => new("other_currency", OtherCurrency(subscription)),
            { } price when price.Id == subscription.Item!.Price => new("no_change", $"{subscription} is already on {new EntityReference(price.Id)}."), // the base excludes null
            _ => null,
        };

    public override Decision Decide(StripeSubscription subscription, Input input) =>
        new(
            WithProration(
                Sentence.Say(
                    $"The plan of {subscription} will change from {new EntityReference(subscription.Item!.Price)} to {new EntityReference(subscription.NewPrice!.Id)}." // FindRefusal excludes null
                ),
                subscription,
                input
            )
        );

    protected override async Task<IReadOnlyList<SummaryLine>> Summarise(StripeSubscription subscription, Input input, UnitOfWork work)
    {
        var before = await StripePrice.Find([subscription.Item!.Price], work); // FindRefusal excludes null
        return [new("Plan", before.FirstOrDefault()?.Label, subscription.NewPrice!.Label), .. await base.Summarise(subscription, input, work)]; // FindRefusal excludes null
    }

    protected override Proration FindProration(Input input) => input.Proration;

    protected override StripeSubscriptionItem ChangeItem(StripeSubscriptionItem item, StripeSubscription subscription, Input input)
    {
        var price = subscription.NewPrice!; // FindRefusal excludes null
        return item with { Price = price.Id, Quantity = price.IsMetered ? null : item.Quantity ?? 1, Interval = price.Interval, Intervals = price.Intervals };
    }

    protected override Sentence DescribeDone(StripeSubscription subscription, Input input) =>
        Sentence.Say($"The plan of {subscription} was changed to {new EntityReference(subscription.NewPrice!.Id)}."); // FindRefusal excludes null

    protected override Sentence DescribeUndone(StripeSubscription subscription, Input input) =>
        Sentence.Say($"The plan of {subscription} was changed back to {new EntityReference(subscription.Item!.Price)}."); // FindRefusal excludes null

    private static Sentence OtherCurrency(StripeSubscription subscription)
    {
        var sentence = Sentence.Say($"This price is in another currency. {subscription} is billed in ");
        sentence.AppendCurrency(subscription.Currency);
        sentence.AppendLiteral(".");
        return sentence;
    }
}
