namespace OwnerConsole.Pure.Amounts;

/// <summary>All facts that determine a customer's MRR, as intervals with inclusive start and exclusive end.</summary>
/// <param name="Items">Subscribed plans; different plans can overlap, items of one plan can't.</param>
/// <param name="Stages">Whether the customer paid at a time; if not stated, they didn't.</param>
public sealed record SubscriptionHistory(IReadOnlyList<SubscriptionItem> Items, IReadOnlyList<StageInterval> Stages);

/// <summary>A subscribed plan.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Quantity">Quantity, at least 0.</param>
/// <param name="From">Start.</param>
/// <param name="To">End; null if active.</param>
/// <param name="TakenAt">Subscription time that determines the price, if it differs from the start.</param>
/// <param name="Currency">Currency of the payment; null for that of the plan's first price.</param>
/// <param name="Interval">Interval of the payment; null for that of the plan's first price.</param>
public sealed record SubscriptionItem(
    string Plan,
    long Quantity,
    DateTimeOffset From,
    DateTimeOffset? To,
    DateTimeOffset? TakenAt = null,
    string? Currency = null,
    PeriodUnit? Interval = null
);

/// <summary>Payment stage of a customer.</summary>
/// <param name="Stage">Only active customers pay.</param>
/// <param name="From">Start.</param>
/// <param name="To">End; null if current.</param>
public sealed record StageInterval(CustomerStage Stage, DateTimeOffset From, DateTimeOffset? To);

/// <summary>Price of a plan from a time on.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Price">Price per unit.</param>
/// <param name="From">Start; the earliest time for the first price.</param>
/// <param name="HoldersFrom">When existing subscribers pay this price; null for never.</param>
/// <param name="Until">When the price was withdrawn; null for never.</param>
/// <param name="Place">Rank among the prices of the same time; 0 is the default price.</param>
public sealed record EffectivePrice(
    string Plan,
    RecurringPrice Price,
    DateTimeOffset From,
    DateTimeOffset? HoldersFrom,
    DateTimeOffset? Until = null,
    int Place = 0
)
{
    /// <returns>Whether the price can apply to an item at a time; the latest applicable price is used.</returns>
    public bool AppliesTo(SubscriptionItem item, DateTimeOffset at) =>
        Plan == item.Plan
        && (item.Currency is null ? Place == 0 : item.Currency == Price.Price.Currency && item.Interval == Price.Unit && Price.Units == 1)
        && From <= at
        && (From <= (item.TakenAt ?? item.From) || HoldersFrom <= at)
        && (Until is null || at < Until);
}

/// <summary>Whether a customer pays.</summary>
public enum CustomerStage
{
    /// <summary>Does not pay yet.</summary>
    Trial,

    /// <summary>Pays for its plans.</summary>
    Active,

    /// <summary>No longer pays.</summary>
    Over,
}
