namespace OwnerConsole.Pure.Amounts;

/// <summary>A customer's plans and payments from one time on.</summary>
/// <param name="At">Time of the change.</param>
/// <param name="Stage">Payment stage; null if unknown.</param>
/// <param name="Amounts">Unrounded monthly amounts by currency and plan, none of them 0.</param>
/// <param name="HasNoPlan">Whether the customer has no plan.</param>
/// <param name="HasFreePlan">Whether the customer has a plan with a price of 0.</param>
/// <param name="HasZeroQuantity">Whether the customer has a priced plan with a quantity of 0.</param>
internal sealed record RevenueState(
    DateTimeOffset At,
    CustomerStage? Stage,
    IReadOnlyDictionary<(string Currency, string Plan), decimal> Amounts,
    bool HasNoPlan,
    bool HasFreePlan,
    bool HasZeroQuantity
)
{
    public static readonly RevenueState Empty = new(DateTimeOffset.MinValue, null, new Dictionary<(string, string), decimal>(), true, false, false);

    /// <summary>State after all steps.</summary>
    public static readonly RevenueState EndOfTime = Empty with { At = DateTimeOffset.MaxValue };

    public static RevenueState Of(DateTimeOffset at, SubscriptionHistory holding, IReadOnlyList<EffectivePrice> prices)
    {
        bool Holds(DateTimeOffset from, DateTimeOffset? to) => from <= at && (to is null || at < to);
        var stage = holding.Stages.FirstOrDefault(one => Holds(one.From, one.To))?.Stage;
        var items = holding
            .Items.Where(item => Holds(item.From, item.To))
            .Select(item => (Item: item, prices.Where(price => price.AppliesTo(item, at)).MaxBy(price => price.From)?.Price))
            .ToList();
        var amounts = items
            .Where(item => stage is CustomerStage.Active && item.Price is not null)
            .Select(one => (Key: (one.Price!.Price.Currency, one.Item.Plan), Minor: one.Price.MonthlyExact(one.Item.Quantity))) // Not null, see the filter.
            .Where(one => one.Minor != 0)
            .ToDictionary(one => one.Key, one => one.Minor);
        return new(
            at,
            stage,
            amounts,
            items.Count == 0,
            items.Any(item => item.Price?.Price.Amount == 0),
            items.Any(item => item.Item.Quantity == 0 && item.Price?.Price.Amount > 0)
        );
    }

    public IEnumerable<string> Plans(string currency) => Amounts.Keys.Where(key => key.Currency == currency).Select(key => key.Plan);

    public decimal Amount(string currency, string plan) => Amounts.GetValueOrDefault((currency, plan));

    public decimal Total(string currency) => Amounts.Where(amount => amount.Key.Currency == currency).Sum(amount => amount.Value);

    /// <returns>Whether it includes payments in any other currency.</returns>
    public bool PaysInOtherCurrency(string currency) => Amounts.Any(amount => amount.Key.Currency != currency);

    public bool HasSameAmounts(RevenueState other, string currency) =>
        Plans(currency).Count() == other.Plans(currency).Count() && Plans(currency).All(plan => Amount(currency, plan) == other.Amount(currency, plan));
}
