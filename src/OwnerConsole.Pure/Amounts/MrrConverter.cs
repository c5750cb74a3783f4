namespace OwnerConsole.Pure.Amounts;

/// <summary>Converts one customer's MRR into the reporting currency.</summary>
/// <remarks>
/// A movement is converted at the rate of its day. Before it, and at the end of each month, the MRR that already stood is revalued at the rate of that day,
/// so that the effect of exchange rates is never part of another kind of movement.
/// </remarks>
internal static class MrrConverter
{
    public static ConvertedMovements Convert(IReadOnlyList<RevenueState> steps, MrrConversion conversion, TimeSpan mergeWindow)
    {
        var movements = Mrr.Movements(steps, mergeWindow);
        var currencies = steps
            .SelectMany(step => step.Amounts.Keys)
            .Select(key => key.Currency)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (currencies.TrueForAll(currency => currency == conversion.Currency))
            return new(movements, []);
        var (converted, missing, last) = Convert(Mrr.Changes(steps, (one, other) => one.HasSameAmounts(other), mergeWindow), conversion);
        var current = steps[^1];
        return new(
            missing.Count > 0
                ? movements
                : [.. movements.Where(movement => movement.Currency != conversion.Currency).Concat(converted).OrderBy(movement => movement.At)],
            [
                .. currencies.Select(currency => new CurrencyMrr(
                    currency,
                    current.Total(currency),
                    missing.TryGetValue(currency, out var day) ? day : null,
                    missing.Count > 0 ? null : conversion.Rates.Factor(currency, conversion.Currency, conversion.Zone.DayOf(last))
                )),
            ]
        );
    }

    /// <returns>Movements in the reporting currency, or the first days of missing rates by currency; and the time of the last revaluation.</returns>
    private static (IReadOnlyList<Movement> Movements, IReadOnlyDictionary<string, DateOnly> Missing, DateTimeOffset Last) Convert(
        IReadOnlyList<(RevenueState Before, RevenueState After)> changes,
        MrrConversion conversion
    )
    {
        var missing = changes
            .SelectMany(change => new[] { change.Before, change.After }.SelectMany(state => conversion.FindMissing(state, change.After.At)))
            .DistinctBy(rate => rate.Currency)
            .ToDictionary(rate => rate.Currency, rate => rate.Day, StringComparer.Ordinal);
        if (missing.Count > 0)
            return ([], missing, default);
        var movements = new List<Movement>();
        var (state, booked, everPaid) = (RevenueState.Empty, RevenueState.Empty, false);
        var last = default(DateTimeOffset);
        foreach (var (before, after) in changes)
        {
            RevalueMonths(after.At);
            var (converted, target) = (conversion.Convert(before, after.At)!, conversion.Convert(after, after.At)!); // no rate is missing
            Revalue(converted, after.At);
            if (Mrr.Movement(conversion.Currency, converted, target, everPaid) is { } movement)
                movements.Add(movement with { Parts = [.. movement.Parts.Select(part => part with { Constant = Constant(part.Plan, before, after) })] });
            everPaid |= target.Amounts.Count > 0;
            (state, booked) = (after, target);
        }
        RevalueMonths(DateTimeOffset.MaxValue);
        return (movements, missing, last);

        void RevalueMonths(DateTimeOffset until)
        {
            if (state.Amounts.Count > 0)
                foreach (var end in conversion.MonthEnds(state.At, until))
                    if (conversion.Convert(state, end) is { } revalued) // a month that ends without a rate keeps the previous one
                        Revalue(revalued, end);
        }

        void Revalue(RevenueState revalued, DateTimeOffset at)
        {
            if (Mrr.Differences(conversion.Currency, booked, revalued) is { Count: > 0 } parts)
                movements.Add(new(at, conversion.Currency, MovementKind.Fx, null, [.. parts.Select(part => part with { Constant = 0 })]));
            (booked, last) = (revalued, at);
        }

        decimal? Constant(string plan, RevenueState before, RevenueState after) =>
            conversion.ConvertConstantly(after)?.Amount(conversion.Currency, plan) - conversion.ConvertConstantly(before)?.Amount(conversion.Currency, plan);
    }
}
