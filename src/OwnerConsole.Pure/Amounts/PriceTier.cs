namespace OwnerConsole.Pure.Amounts;

/// <summary>Tier of a price; it starts where the previous tier ends.</summary>
/// <param name="UpTo">Largest quantity in the tier; null for the last tier, which has no end.</param>
/// <param name="UnitAmount">Minor units per unit, with decimals; null for 0.</param>
/// <param name="FlatAmount">Minor units charged once, regardless of the quantity in the tier; null for 0.</param>
public sealed record PriceTier(long? UpTo, decimal? UnitAmount, decimal? FlatAmount)
{
    /// <returns>Minor units for a quantity in this tier.</returns>
    internal decimal Amount(decimal quantity) =>
        (SubscriptionMrr.Limited(quantity) * SubscriptionMrr.Limited(UnitAmount)) + SubscriptionMrr.Limited(FlatAmount);
}
