namespace OwnerConsole.Pure.Amounts;

/// <summary>A customer's payments from one time on.</summary>
/// <param name="At">Time of the change.</param>
/// <param name="Amounts">Unrounded monthly amounts by currency and plan, none of them 0.</param>
/// <param name="ZeroReason">Why a plan or subscription costs nothing, such as <c>trial</c> or <c>to_free</c>; null if all of them cost something or the
/// price is unknown.</param>
internal sealed record RevenueState(DateTimeOffset At, IReadOnlyDictionary<(string Currency, string Plan), decimal> Amounts, string? ZeroReason)
{
    public static readonly RevenueState Empty = new(DateTimeOffset.MinValue, new Dictionary<(string, string), decimal>(), null);

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
        return new(at, amounts, Reason());

        string? Reason() =>
            stage switch
            {
                CustomerStage.Trial => "trial",
                not CustomerStage.Active => "cancelled",
                _ when items.Count == 0 => "ended",
                _ when items.Any(item => item.Price?.Price.Amount == 0) => "to_free",
                _ when items.Any(item => item.Item.Quantity == 0 && item.Price?.Price.Amount > 0) => "to_zero",
                _ => null,
            };
    }

    /// <param name="at">Time of the state.</param>
    /// <param name="current">The latest change of each subscription that has begun.</param>
    public static RevenueState Of(DateTimeOffset at, IReadOnlyCollection<SubscriptionChange> current) =>
        new(
            at,
            current
                .SelectMany(change => change.Amounts.Select(amount => (Key: (change.Currency, Plan: amount.Key), Minor: amount.Value)))
                .GroupBy(amount => amount.Key, amount => amount.Minor)
                .Select(amounts => (amounts.Key, Minor: amounts.Sum()))
                .Where(amount => amount.Minor != 0)
                .ToDictionary(amount => amount.Key, amount => amount.Minor),
            current.Where(change => change.ZeroReason is not null).MaxBy(change => change.At)?.ZeroReason
        );

    public IEnumerable<string> Plans(string currency) => Amounts.Keys.Where(key => key.Currency == currency).Select(key => key.Plan);

    public decimal Amount(string currency, string plan) => Amounts.GetValueOrDefault((currency, plan));

    public decimal Total(string currency) => Amounts.Where(amount => amount.Key.Currency == currency).Sum(amount => amount.Value);

    /// <returns>Whether it includes payments in any other currency.</returns>
    public bool PaysInOtherCurrency(string currency) => Amounts.Any(amount => amount.Key.Currency != currency);

    /// <returns>Whether it includes the same payments in all currencies.</returns>
    public bool HasSameAmounts(RevenueState other) =>
        Amounts.Count == other.Amounts.Count && Amounts.All(amount => other.Amounts.GetValueOrDefault(amount.Key) == amount.Value);

    public bool HasSameAmounts(RevenueState other, string currency) =>
        Plans(currency).Count() == other.Plans(currency).Count() && Plans(currency).All(plan => Amount(currency, plan) == other.Amount(currency, plan));
}
