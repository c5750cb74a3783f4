namespace OwnerConsole.Pure.Amounts;

/// <summary>Price of a subscription item at a payment provider: per unit, per package or in tiers.</summary>
/// <param name="UnitAmount">Minor units per unit and period, with decimals; null for a price with tiers.</param>
/// <param name="Unit">Unit of the period.</param>
/// <param name="Units">Number of units per period, at least 1.</param>
/// <param name="IsMetered">Whether the quantity is usage reported during the period. Such a price adds 0 to MRR.</param>
/// <param name="TierMode">How the tiers apply; null for a price without tiers.</param>
/// <param name="Tiers">Tiers in ascending order; empty for a price without tiers.</param>
/// <param name="InclusiveTaxPercent">Tax rate included in the amounts, such as 20; 0 if no tax is included.</param>
/// <param name="PackageSize">Number of units per package, which is then the unit that is charged; null if units are charged one by one.</param>
/// <param name="RoundsPackageUp">Whether an incomplete package is charged in full; otherwise it is free.</param>
public sealed record SubscriptionPrice(
    decimal? UnitAmount,
    PeriodUnit Unit,
    int Units,
    bool IsMetered,
    TierMode? TierMode,
    IReadOnlyList<PriceTier> Tiers,
    decimal InclusiveTaxPercent,
    int? PackageSize,
    bool RoundsPackageUp
)
{
    /// <returns>Minor units per month for a quantity, unrounded, before discounts and including the inclusive tax.</returns>
    internal decimal MonthlyAmount(decimal quantity)
    {
        if (IsMetered)
            return 0;
        var charged = ChargedQuantity(SubscriptionMrr.Limited(quantity));
        var amount = TierMode switch
        {
            Amounts.TierMode.Graduated => GraduatedAmount(charged),
            Amounts.TierMode.Volume => VolumeAmount(charged),
            _ => charged * SubscriptionMrr.Limited(UnitAmount),
        };
        return Monthly(SubscriptionMrr.Limited(amount));
    }

    /// <returns>An amount per period of this price as minor units per month, unrounded.</returns>
    internal decimal Monthly(decimal amount)
    {
        var (times, months) = RecurringPrice.MonthlyFactor(Unit, Math.Max(1, Units));
        return amount * times / months;
    }

    /// <returns>An amount of this price without the inclusive tax.</returns>
    internal decimal WithoutTax(decimal amount) => amount / (1 + (SubscriptionMrr.Limited(InclusiveTaxPercent) / 100));

    private decimal ChargedQuantity(decimal quantity)
    {
        if (PackageSize is not { } size || size < 1)
            return quantity;
        return RoundsPackageUp ? Math.Ceiling(quantity / size) : Math.Floor(quantity / size);
    }

    // The flat amount of the first tier is charged for a quantity of 0 too.
    private decimal GraduatedAmount(decimal quantity)
    {
        var (total, start) = (0m, 0m);
        foreach (var tier in Tiers)
        {
            if (start > 0 && quantity <= start)
                break;
            var end = tier.UpTo ?? quantity;
            total += tier.Amount(Math.Min(quantity, end) - start);
            start = end;
        }
        return total;
    }

    private decimal VolumeAmount(decimal quantity) => Tiers.FirstOrDefault(tier => tier.UpTo is null || quantity <= tier.UpTo)?.Amount(quantity) ?? 0;
}
