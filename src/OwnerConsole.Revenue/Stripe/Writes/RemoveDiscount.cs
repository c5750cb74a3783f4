using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Removes all discounts of a subscription. Discounts of its customer stay.</summary>
public sealed class RemoveDiscount : SubscriptionOperation<NoInput>
{
    public override OperationDefinition Definition =>
        new("subscription.remove_discount", "Remove discount", "removed")
        {
            Group = ActionGroup.Plan,
            Noun = "discount",
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            IsHarmful = true,
            Synonyms = "coupon, promotion, full price",
            RestoredByUndo = "The same coupons are applied again, if they can still be redeemed.",
            NotRestoredByUndo = "The time already used: a coupon for some months starts again.",
        };

    protected override Refusal? FindRefusal(StripeSubscription subscription, NoInput input) =>
        base.FindRefusal(subscription, input) ?? (subscription.Discounts.Count == 0 ? new("no_discount", $"{subscription} has no discount of its own.") : null);

    public override Decision Decide(StripeSubscription subscription, NoInput input)
    {
        var sentence = Sentence.Say($"Invoices of {subscription} will no longer be reduced");
        foreach (var (place, coupon) in subscription.Discounts.Select(discount => discount.Coupon).OfType<string>().Index())
        {
            sentence.AppendLiteral(place == 0 ? " by " : ", ");
            sentence.AppendFormatted(new EntityReference(coupon));
        }
        sentence.AppendLiteral(".");
        return new(sentence);
    }

    protected override StripeCall CreateCall(StripeSubscription subscription, NoInput input) =>
        new(subscription.Path, Sentence.Say($"The discounts of {subscription} were removed."), [SubscriptionDiscounts.None]);

    protected override StripeCall CreateUndoCall(StripeSubscription subscription, NoInput input) =>
        new(subscription.Path, Sentence.Say($"The coupons of {subscription} were applied again."), [.. SubscriptionDiscounts.Repeat(subscription)]);
}
