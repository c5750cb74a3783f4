namespace OwnerConsole.Pure.Amounts;

/// <summary>MRR of one subscription at a payment provider, by policy mrr/v1: recurring items per month, after permanent discounts and without tax.</summary>
/// <remarks>Definition: analytics, "Our policy, mrr/v1", worked cases 1 to 8 and 30. The rules for discounts are those of Stripe's invoices.</remarks>
public static class SubscriptionMrr
{
    /// <summary>
    /// Largest quantity and largest amount in minor units. Larger ones count as this, so that no product of them exceeds a decimal and the sum of many
    /// subscriptions fits a long.
    /// </summary>
    public const decimal MaxAmount = 10_000_000_000_000;

    /// <summary>Converts each line to a month, takes off the discounts of the line, then those of the subscription, then the inclusive tax.</summary>
    /// <remarks>
    /// An amount off is taken off each invoice, and invoices are as frequent as the shortest period of the lines that cost something: 15.00 off a yearly
    /// price is 1.25 per month, 15.00 off a monthly and a yearly price is 15.00 per month. It is spread over the lines in proportion to what earlier
    /// discounts have left of them, and takes off at most that.
    /// </remarks>
    /// <returns>The MRR of each line in minor units of the currency, from 0 to <see cref="MaxAmount"/>, with at most <see cref="Mrr.Decimals"/> decimals.</returns>
    public static IReadOnlyList<decimal> CalculateLines(SubscriptionTerms terms)
    {
        if (!terms.IsCounted)
            return [.. terms.Lines.Select(_ => 0m)];
        var lines = terms.Lines.SelectMany(line => Discounted([(line.Price, line.Price.MonthlyAmount(line.Quantity))], line.Discounts)).ToList();
        return
        [
            .. Discounted(lines, terms.Discounts)
                .Select(line => Math.Round(Limited(line.Price.WithoutTax(line.Amount)), Mrr.Decimals, MidpointRounding.AwayFromZero)),
        ];
    }

    /// <returns>The sum of all lines, at most <see cref="MaxAmount"/>; 0 without lines.</returns>
    public static decimal Calculate(SubscriptionTerms terms) => Limited(CalculateLines(terms).Sum());

    /// <returns>A quantity or amount from an external API, from 0 to <see cref="MaxAmount"/>; 0 for null.</returns>
    internal static decimal Limited(decimal? number) => Math.Clamp(number ?? 0, 0, MaxAmount);

    private static List<(SubscriptionPrice Price, decimal Amount)> Discounted(
        List<(SubscriptionPrice Price, decimal Amount)> lines,
        IReadOnlyList<SubscriptionDiscount> discounts
    ) =>
        discounts
            .Where(discount => discount.IsForever)
            .Aggregate(
                lines,
                (before, discount) =>
                {
                    var share = 1 - DiscountedShare(before, discount);
                    return before.ConvertAll(line => (line.Price, Amount: line.Amount * share));
                }
            );

    /// <returns>Share of every line that the discount takes off, from 0 to 1.</returns>
    private static decimal DiscountedShare(List<(SubscriptionPrice Price, decimal Amount)> lines, SubscriptionDiscount discount)
    {
        if (discount.PercentOff is { } percent)
            return Math.Clamp(percent, 0, 100) / 100;
        var sum = lines.Sum(line => line.Amount);
        var off = lines.Where(line => line.Amount > 0).Select(line => line.Price.Monthly(Limited(discount.AmountOff))).DefaultIfEmpty().Max();
        return off >= sum ? 1 : off / sum; // Compared first, because dividing by a tiny sum overflows.
    }
}
