namespace OwnerConsole.Pure.Amounts;

/// <summary>Histories of subscriptions as other tools count them.</summary>
public static class PolicyHistory
{
    /// <summary>Subscriptions whose collection is paused keep the amounts they had before, as at Stripe.</summary>
    /// <param name="changes">Changes of any subscriptions in any order.</param>
    public static IReadOnlyList<SubscriptionChange> CountPaused(IEnumerable<SubscriptionChange> changes) => BySubscription(changes, CountPaused);

    /// <summary>Subtracts discounts while they apply; the end of a discount is a separate change.</summary>
    /// <param name="discounts">Discounts of any subscriptions.</param>
    /// <param name="changes">Changes of any subscriptions in any order.</param>
    public static IReadOnlyList<SubscriptionChange> Subtract(IReadOnlyCollection<FiniteDiscount> discounts, IEnumerable<SubscriptionChange> changes) =>
        BySubscription(changes, one => Subtract([.. discounts.Where(discount => discount.Subscription == one[0].Subscription)], one));

    private static List<SubscriptionChange> BySubscription(
        IEnumerable<SubscriptionChange> changes,
        Func<IReadOnlyList<SubscriptionChange>, IReadOnlyList<SubscriptionChange>> convert
    ) => [.. changes.GroupBy(change => change.Subscription).SelectMany(one => convert([.. one.OrderBy(change => change.At)]))];

    private static List<SubscriptionChange> CountPaused(IReadOnlyList<SubscriptionChange> changes)
    {
        var counted = new List<SubscriptionChange>();
        SubscriptionChange? paid = null;
        foreach (var change in changes)
        {
            var isPaused = change.ZeroReason is "paused" && paid is not null;
            counted.Add(isPaused ? paid! with { At = change.At } : change);
            if (!isPaused)
                paid = change.ZeroReason is null ? change : null;
        }
        return counted;
    }

    private static List<SubscriptionChange> Subtract(IReadOnlyCollection<FiniteDiscount> discounts, IReadOnlyList<SubscriptionChange> changes)
    {
        var counted = new List<SubscriptionChange>();
        var times = changes.Select(change => change.At).Concat(discounts.SelectMany(discount => new[] { discount.From, discount.Until }));
        foreach (var at in times.Where(at => at >= changes[0].At).Distinct().Order())
        {
            var current = changes.Last(change => change.At <= at);
            var share = discounts
                .Where(discount => discount.From <= at && at < discount.Until)
                .Aggregate(1m, (left, discount) => left * Left(discount, current));
            var amounts = current.Amounts.ToDictionary(amount => amount.Key, amount => Math.Round(amount.Value * share, Mrr.Decimals), StringComparer.Ordinal);
            counted.Add(current with { At = at, Amounts = amounts });
        }
        return counted;
    }

    /// <returns>Share of the amounts that the discount leaves, 0 to 1.</returns>
    private static decimal Left(FiniteDiscount discount, SubscriptionChange change)
    {
        if (discount.PercentOff is { } percent)
            return 1 - (Math.Clamp(percent, 0, 100) / 100);
        var (sum, off) = (change.Amounts.Values.Sum(), Math.Max(0, discount.MonthlyOff ?? 0));
        return off >= sum ? 0 : 1 - (off / sum);
    }
}
