using System.ComponentModel;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes the quantity of a subscription, such as its number of seats. If it has several items, the first one changes.</summary>
public sealed class ChangeQuantity(ProrationPreview prorations) : SubscriptionItemOperation<ChangeQuantity.Input>(prorations)
{
    private const long MaxQuantity = 999_999;

    public sealed record Input(
        [Description("Quantity after the change.")] long Quantity,
        [Description("What happens to the difference in price for the rest of the current period.")] Proration Proration = Proration.CreateProrations
    );

    public override Input Example => new(5);

    public override OperationDefinition Definition =>
        new("subscription.change_quantity", "Change quantity", "changed")
        {
            Group = ActionGroup.Plan,
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            FieldClasses = [Data.FieldClass.Money],
            Synonyms = "seats, licenses, units",
            RestoredByUndo = "The previous quantity. The rest of the period is calculated again.",
        };

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, Data.UnitOfWork work) =>
        await StripeSubscription.Load([subjectId], work) is [{ Item.Quantity: { } quantity }]
            ? [("quantity", quantity.ToString(System.Globalization.CultureInfo.InvariantCulture))]
            : [];

    protected override Refusal? FindRefusal(StripeSubscription subscription, Input input) =>
        base.FindRefusal(subscription, input)
        ?? subscription.Item!.Quantity switch // the base excludes null
        {
            null => new("metered", $"The price of {subscription} is metered, so it has no quantity."),
            _ when input.Quantity is < 0 or > MaxQuantity => new("bad_quantity", $"The quantity must be 0 to {MaxQuantity}."),
            { } quantity when quantity == input.Quantity => new("no_change", $"The quantity of {subscription} is already {quantity}."),
            _ => null,
        };

    public override Decision Decide(StripeSubscription subscription, Input input) =>
        new(
            WithProration(
                Sentence.Say($"The quantity of {subscription} will change from {subscription.Item!.Quantity!.Value} to {input.Quantity}."), // FindRefusal excludes null
                subscription,
                input
            )
        );

    protected override Proration FindProration(Input input) => input.Proration;

    protected override StripeSubscriptionItem ChangeItem(StripeSubscriptionItem item, StripeSubscription subscription, Input input) =>
        item with
        {
            Quantity = input.Quantity,
        };

    protected override Sentence DescribeDone(StripeSubscription subscription, Input input) =>
        Sentence.Say($"The quantity of {subscription} was changed to {input.Quantity}.");

    protected override Sentence DescribeUndone(StripeSubscription subscription, Input input) =>
        Sentence.Say($"The quantity of {subscription} was changed back to {subscription.Item!.Quantity!.Value}."); // FindRefusal excludes null
}
