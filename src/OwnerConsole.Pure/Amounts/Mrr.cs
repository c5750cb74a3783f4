namespace OwnerConsole.Pure.Amounts;

/// <summary>
/// Monthly recurring revenue, policy mrr/v1: what customers pay per month who are neither in trial nor churned. It is known for customers with subscriptions
/// at a payment provider, and estimated from the prices of their plans for others.
/// </summary>
/// <remarks>Definition: analytics, "Our policy, mrr/v1"; source named in docs/reference/metrics.md#mrr.</remarks>
public static class Mrr
{
    /// <summary>
    /// Changes of one customer within this time of the first one are combined into one movement, such as the end of a plan and the start of the next.
    /// </summary>
    public static readonly TimeSpan MergeWindow = TimeSpan.FromSeconds(60);

    /// <summary>Number of decimals of the minor unit in stored amounts.</summary>
    public const int Decimals = 12;

    /// <summary>Rounds an amount once, for display.</summary>
    /// <param name="minor">The sum in minor units of the currency.</param>
    /// <returns>The nearest whole amount; halves are rounded up, including amounts that are below a half only because of the omitted
    /// decimals.</returns>
    public static long RoundForDisplay(decimal minor) => checked((long)Math.Round(Math.Round(minor, 4), MidpointRounding.AwayFromZero));

    /// <summary>Returns one customer's estimated movements, regardless of the order in which the facts were reported.</summary>
    /// <param name="holding">The customer's plans and stages.</param>
    /// <param name="prices">Prices of all plans by key; a plan without a price counts as 0.</param>
    /// <returns>Movements in order of time, separately for each currency.</returns>
    public static IReadOnlyList<Movement> Movements(SubscriptionHistory holding, ILookup<string, EffectivePrice> prices) =>
        Movements(RevenueStates(holding, prices), MergeWindow);

    /// <summary>Returns one customer's movements according to its subscriptions, regardless of the order of the changes.</summary>
    /// <param name="changes">Changes of all subscriptions of the customer, of each at most one at a time.</param>
    /// <returns>Movements in order of time, separately for each currency.</returns>
    public static IReadOnlyList<Movement> Movements(IReadOnlyCollection<SubscriptionChange> changes) => Movements(RevenueStates(changes), MergeWindow);

    /// <summary>Returns one customer's estimated movements, also converted into the reporting currency.</summary>
    /// <param name="holding">The customer's plans and stages.</param>
    /// <param name="prices">Prices of all plans by key; a plan without a price counts as 0.</param>
    /// <param name="conversion">Rates and reporting currency.</param>
    public static ConvertedMovements Movements(SubscriptionHistory holding, ILookup<string, EffectivePrice> prices, MrrConversion conversion) =>
        MrrConverter.Convert(RevenueStates(holding, prices), conversion, MergeWindow);

    /// <summary>Returns one customer's movements according to its subscriptions, also converted into the reporting currency.</summary>
    /// <param name="changes">Changes of all subscriptions of the customer, of each at most one at a time.</param>
    /// <param name="conversion">Rates and reporting currency.</param>
    /// <param name="mergeWindow">Changes within this time are combined; <see cref="MergeWindow"/> by our policy.</param>
    public static ConvertedMovements Movements(IReadOnlyCollection<SubscriptionChange> changes, MrrConversion conversion, TimeSpan? mergeWindow = null) =>
        MrrConverter.Convert(RevenueStates(changes), conversion, mergeWindow ?? MergeWindow);

    internal static IReadOnlyList<Movement> Movements(IReadOnlyList<RevenueState> steps, TimeSpan mergeWindow) =>
        [
            .. steps
                .SelectMany(step => step.Amounts.Keys)
                .Select(key => key.Currency)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .SelectMany(currency => Movements(currency, steps, mergeWindow))
                .OrderBy(movement => movement.At),
        ];

    /// <summary>Returns the movements to book when months are closed: differences to closed months are booked at once as an adjustment.</summary>
    /// <param name="movements">Movements according to the current facts.</param>
    /// <param name="closedUntil">Start of the open period; null if nothing is closed.</param>
    /// <param name="booked">Sums of the booked movements before that time, by currency and plan.</param>
    /// <returns>Movements in order of time, none before <paramref name="closedUntil"/>.</returns>
    public static IReadOnlyList<Movement> UnbookedMovements(
        IReadOnlyList<Movement> movements,
        DateTimeOffset? closedUntil,
        IReadOnlyDictionary<(string Currency, string Plan), BookedMrr> booked
    )
    {
        if (closedUntil is not { } open)
            return movements;
        var due = movements
            .Where(movement => movement.At < open)
            .SelectMany(movement => movement.Parts.Select(part => (Key: (movement.Currency, part.Plan), part.Delta, Constant: part.Constant ?? part.Delta)))
            .Concat(booked.Select(sum => (sum.Key, Delta: -sum.Value.Minor, Constant: -sum.Value.Constant)))
            .GroupBy(part => part.Key);
        var adjustments = due.Select(part =>
                (part.Key.Currency, Part: new MovementPart(part.Key.Plan, part.Sum(one => one.Delta), part.Sum(one => one.Constant)))
            )
            .Where(part => part.Part.Delta != 0)
            .GroupBy(part => part.Currency, part => part.Part, StringComparer.Ordinal)
            .OrderBy(parts => parts.Key, StringComparer.Ordinal)
            .Select(parts => Adjustment(open, parts.Key, [.. parts.OrderBy(part => part.Plan, StringComparer.Ordinal)], booked));
        return [.. adjustments, .. movements.Where(movement => movement.At >= open)];
    }

    private static readonly decimal s_tolerance = 0.000_000_001m; // Tolerance, because a sum of rounded twelfths differs from the twelfth of the sum.

    private static Movement Adjustment(
        DateTimeOffset at,
        string currency,
        IReadOnlyList<MovementPart> parts,
        IReadOnlyDictionary<(string Currency, string Plan), BookedMrr> booked
    )
    {
        var before = booked.Where(sum => sum.Key.Currency == currency).Sum(sum => sum.Value.Minor);
        var everPaid = booked.Any(sum => sum.Key.Currency == currency);
        var isOnlyRate = parts.All(part => Math.Abs(part.Constant ?? part.Delta) < s_tolerance);
        var reason = isOnlyRate
            ? "fx"
            : Kind(before, before + parts.Sum(part => part.Delta), everPaid) switch
            {
                MovementKind.New => "new",
                MovementKind.Reactivation => "reactivation",
                MovementKind.Churn => "churn",
                MovementKind.Expansion => "expansion",
                MovementKind.Contraction => "contraction",
                _ => "switch",
            };
        return new(at, currency, MovementKind.Adjustment, reason, parts);
    }

    private static List<Movement> Movements(string currency, IReadOnlyList<RevenueState> steps, TimeSpan mergeWindow)
    {
        var movements = new List<Movement>();
        var everPaid = false;
        foreach (var (before, after) in Changes(steps, (one, other) => one.HasSameAmounts(other, currency), mergeWindow))
        {
            if (Movement(currency, before, after, everPaid) is { } movement)
                movements.Add(movement);
            everPaid |= after.Total(currency) > 0;
        }
        return movements;
    }

    /// <returns>States before and after each change. Changes within this time of the first one count as one.</returns>
    internal static IReadOnlyList<(RevenueState Before, RevenueState After)> Changes(
        IReadOnlyList<RevenueState> steps,
        Func<RevenueState, RevenueState, bool> areSame,
        TimeSpan mergeWindow
    )
    {
        var changes = new List<(RevenueState, RevenueState)>();
        var (before, last) = (RevenueState.Empty, RevenueState.Empty);
        var first = (DateTimeOffset?)null;
        foreach (var step in steps.Append(RevenueState.EndOfTime))
        {
            if (first is { } begun && step.At - begun > mergeWindow)
            {
                changes.Add((before, last));
                (before, first) = (last, null);
            }
            if (!areSame(last, step))
                (first, last) = (first ?? step.At, step);
            else if (first is null)
                (before, last) = (step, step); // Reasons as of the current step.
        }
        return changes;
    }

    /// <returns>Differences by plan between two states.</returns>
    internal static IReadOnlyList<MovementPart> Differences(string currency, RevenueState before, RevenueState after) =>
        [
            .. before
                .Plans(currency)
                .Union(after.Plans(currency), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(plan => new MovementPart(plan, after.Amount(currency, plan) - before.Amount(currency, plan)))
                .Where(part => part.Delta != 0),
        ];

    internal static Movement? Movement(string currency, RevenueState before, RevenueState after, bool everPaid)
    {
        var parts = Differences(currency, before, after);
        if (parts.Count == 0)
            return null;
        var kind = Kind(before.Total(currency), after.Total(currency), everPaid);
        return new(after.At, currency, kind, Reason(kind, currency, before, after), parts);
    }

    private static MovementKind Kind(decimal before, decimal after, bool everPaid) =>
        (before, after) switch
        {
            _ when Math.Abs(before - after) < s_tolerance => MovementKind.Switch,
            (0, _) => everPaid ? MovementKind.Reactivation : MovementKind.New,
            (_, 0) => MovementKind.Churn,
            _ => after > before ? MovementKind.Expansion : MovementKind.Contraction,
        };

    private static string? Reason(MovementKind kind, string currency, RevenueState before, RevenueState after) =>
        kind switch
        {
            MovementKind.New or MovementKind.Reactivation when before.PaysInOtherCurrency(currency) && !after.PaysInOtherCurrency(currency) => "currency",
            MovementKind.New or MovementKind.Reactivation when before.ZeroReason is "trial" => "trial",
            MovementKind.Churn when after.PaysInOtherCurrency(currency) && !before.PaysInOtherCurrency(currency) => "currency",
            MovementKind.Churn => after.ZeroReason ?? "unpriced",
            _ => null,
        };

    private static List<RevenueState> RevenueStates(IReadOnlyCollection<SubscriptionChange> changes)
    {
        var current = new Dictionary<string, SubscriptionChange>(StringComparer.Ordinal);
        var states = new List<RevenueState>();
        foreach (var step in changes.GroupBy(change => change.At).OrderBy(step => step.Key))
        {
            foreach (var change in step)
                current[change.Subscription] = change;
            states.Add(RevenueState.Of(step.Key, current.Values));
        }
        return states;
    }

    private static List<RevenueState> RevenueStates(SubscriptionHistory holding, ILookup<string, EffectivePrice> prices)
    {
        var held = holding.Items.Select(item => item.Plan).Distinct(StringComparer.Ordinal).SelectMany(plan => prices[plan]).ToList();
        return
        [
            .. holding
                .Items.SelectMany(item => Ends(item.From, item.To))
                .Concat(holding.Stages.SelectMany(stage => Ends(stage.From, stage.To)))
                .Concat(held.SelectMany(price => new[] { price.From, price.HoldersFrom, price.Until }.OfType<DateTimeOffset>()))
                .Distinct()
                .Order()
                .Select(at => RevenueState.Of(at, holding, held)),
        ];
    }

    private static IEnumerable<DateTimeOffset> Ends(DateTimeOffset from, DateTimeOffset? to) => to is { } end ? [from, end] : [from];
}
