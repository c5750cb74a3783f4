using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Gives a subscription the discount of a coupon, in addition to the discounts it has.</summary>
public sealed class ApplyCoupon : SubscriptionOperation<ApplyCoupon.Input>
{
    private const int MaxDiscounts = 20;

    public sealed record Input([Description("Coupon of your Stripe account.")] [StringLength(200)] [OptionsFrom(StripeCouponSource.Source)] string Coupon);

    public override Input Example => new("LAUNCH20");

    public override OperationDefinition Definition =>
        new("subscription.apply_coupon", "Apply coupon", "discounted")
        {
            Group = ActionGroup.Plan,
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "discount, promotion, percent off",
            RestoredByUndo = "The discounts from before. The coupon counts as redeemed.",
        };

    public override async Task<IReadOnlyList<StripeSubscription>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var coupons = await StripeCoupon.Find(input.Coupon.Trim(), work);
        return
        [
            .. (await base.Load(ids, input, work)).Select(subscription =>
                subscription with
                {
                    Coupon = coupons.FirstOrDefault(coupon => coupon.AccountId == subscription.AccountId && coupon.Mode == subscription.Mode),
                }
            ),
        ];
    }

    protected override Refusal? FindRefusal(StripeSubscription subscription, Input input) =>
        base.FindRefusal(subscription, input)
        ?? subscription switch
        {
            { Copy: null } => new("not_copied", $"{subscription} is not copied from Stripe yet. Try again in a moment."),
            { Coupon: null } => new("unknown_coupon", $"There is no coupon with this ID in the Stripe account of {subscription}."),
            { Coupon: { } coupon } when !coupon.IsValid(subscription.PreviewedAt) => new("invalid_coupon", $"The coupon can't be redeemed any more."),
            { Coupon.Currency: { } currency } when currency != subscription.Currency => new("other_currency", OtherCurrency(subscription)),
            { Coupon: { } coupon } when subscription.Discounts.Any(discount => discount.Coupon == coupon.Id) => new(
                "already_applied",
                $"{subscription} already has a discount from this coupon."
            ),
            { Discounts.Count: >= MaxDiscounts } => new("too_many", $"A subscription can have at most {MaxDiscounts} discounts."),
            _ => null,
        };

    public override Decision Decide(StripeSubscription subscription, Input input) =>
        new($"Invoices of {subscription} will be reduced by {new EntityReference(subscription.Coupon!.Id)}."); // FindRefusal excludes null

    protected override StripeCall CreateCall(StripeSubscription subscription, Input input) =>
        new(
            subscription.Path,
            Sentence.Say($"{subscription} has the discount {new EntityReference(subscription.Coupon!.Id)}."), // FindRefusal excludes null
            [.. SubscriptionDiscounts.Keep(subscription), ($"discounts[{subscription.Discounts.Count}][coupon]", subscription.Coupon.Id)]
        );

    protected override StripeCall CreateUndoCall(StripeSubscription subscription, Input input) =>
        new(
            subscription.Path,
            Sentence.Say($"The discount {new EntityReference(subscription.Coupon!.Id)} of {subscription} was removed."), // FindRefusal excludes null
            subscription.Discounts.Count == 0 ? [SubscriptionDiscounts.None] : [.. SubscriptionDiscounts.Keep(subscription)]
        );

    private static Sentence OtherCurrency(StripeSubscription subscription)
    {
        var sentence = Sentence.Say($"The coupon reduces amounts in another currency. {subscription} is billed in ");
        sentence.AppendCurrency(subscription.Currency);
        sentence.AppendLiteral(".");
        return sentence;
    }
}
