namespace OwnerConsole.Pure.Amounts;

/// <summary>Item of a subscription at a payment provider.</summary>
/// <param name="Price">Price of the item.</param>
/// <param name="Quantity">Current quantity; ignored for a metered price.</param>
/// <param name="Discounts">Discounts of this line only, in the order in which they apply.</param>
public sealed record SubscriptionLine(SubscriptionPrice Price, decimal Quantity, IReadOnlyList<SubscriptionDiscount> Discounts);
