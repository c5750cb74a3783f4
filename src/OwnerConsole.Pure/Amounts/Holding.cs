namespace OwnerConsole.Pure.Amounts;

/// <summary>Everything that one customer's MRR follows from, as intervals: from a moment on, up to another that is not in it.</summary>
/// <param name="Items">plans it held, several at once as they come; of one plan no two at a time</param>
/// <param name="Stages">whether it paid for what it held; where nothing is said it didn't</param>
public sealed record Holding(IReadOnlyList<HeldItem> Items, IReadOnlyList<HeldStage> Stages);

/// <summary>A plan that was held.</summary>
/// <param name="Plan">its key</param>
/// <param name="Quantity">0 or more</param>
/// <param name="From">since when</param>
/// <param name="To">until when; null while it is held</param>
/// <param name="TakenAt">as if it had been taken then, where that isn't when it began</param>
/// <param name="Currency">that it is paid in; null for that of the plan's first price, as the next</param>
/// <param name="Interval">that it is paid for</param>
public sealed record HeldItem(
    string Plan,
    long Quantity,
    DateTimeOffset From,
    DateTimeOffset? To,
    DateTimeOffset? TakenAt = null,
    string? Currency = null,
    PeriodUnit? Interval = null
);

/// <summary>How a customer stood.</summary>
/// <param name="Stage">only who is active pays</param>
/// <param name="From">since when</param>
/// <param name="To">until when; null for now</param>
public sealed record HeldStage(CustomerStage Stage, DateTimeOffset From, DateTimeOffset? To);

/// <summary>What a plan cost at a time.</summary>
/// <param name="Plan">its key</param>
/// <param name="Price">for one piece</param>
/// <param name="From">since when; the least moment for the first price</param>
/// <param name="HoldersFrom">since when those pay it who took the plan before; null for never</param>
/// <param name="Until">when it was taken back; null for never</param>
/// <param name="Place">among those of one moment; 0 for the first, which is paid where nothing else was said</param>
public sealed record HeldPrice(string Plan, RecurringPrice Price, DateTimeOffset From, DateTimeOffset? HoldersFrom, DateTimeOffset? Until = null, int Place = 0)
{
    /// <returns>whether what is held may be paid so at a time; the latest of several is</returns>
    public bool IsFor(HeldItem item, DateTimeOffset at) =>
        Plan == item.Plan
        && (item.Currency is null ? Place == 0 : item.Currency == Price.Price.Currency && item.Interval == Price.Unit && Price.Units == 1)
        && From <= at
        && (From <= (item.TakenAt ?? item.From) || HoldersFrom <= at)
        && (Until is null || at < Until);
}

/// <summary>Whether a customer pays.</summary>
public enum CustomerStage
{
    /// <summary>Not yet.</summary>
    Trial,

    /// <summary>For what it holds.</summary>
    Active,

    /// <summary>Not any more.</summary>
    Over,
}
