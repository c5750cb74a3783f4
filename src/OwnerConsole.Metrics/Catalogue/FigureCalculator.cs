using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Converts cells to figures, and combines several periods into one number where that is meaningful.</summary>
internal static class FigureCalculator
{
    /// <param name="cell">Null if there were no rows.</param>
    public static Figure FromCell(Metric metric, ComputedCell? cell) =>
        metric.Kind is not MetricKind.Ratio ? Whole(metric, cell?.Num ?? 0, cell?.N ?? 0)
        : cell is { Num: { } num, Den: { } den and not 0 } ? new(decimal.Round(num / den, 9), Plain(num), Plain(den), cell.N)
        : new(null, Plain(cell?.Num), Plain(cell?.Den), cell?.N ?? 0, metric.NoBase);

    /// <summary>Normalizes trailing zeros, which differ between stored and computed numbers.</summary>
    private static decimal? Plain(decimal? number) => number is { } known ? PlainNumber.Of(known) : null;

    /// <summary>
    /// Money is summed with its fractions and rounded once, here. Its numerator keeps six decimals, because sums of stored points are not exact
    /// beyond that.
    /// </summary>
    private static Figure Whole(Metric metric, decimal sum, long n) =>
        metric.Unit == MetricUnit.Money ? new(Mrr.RoundForDisplay(sum), Plain(decimal.Round(sum, 6)), null, n) : new(sum, Plain(sum), null, n);

    /// <summary>Total of a series: flows are summed, stocks take the last value, peaks the maximum.</summary>
    /// <returns>Null for ratios and distinct counts, whose number over a longer time is a different query.</returns>
    public static Figure? Combine(Metric metric, IReadOnlyList<Figure> series) =>
        (series, metric.Kind) switch
        {
            ([], _) => null,
            (_, MetricKind.Flow) => Whole(metric, series.Sum(figure => figure.Num) ?? 0, series.Sum(figure => figure.N)),
            (_, MetricKind.Peak) => series.MaxBy(figure => figure.Value),
            _ when metric.IsAtEnd => series[^1],
            _ => null,
        };

    public static Figure Compare(Figure now, Figure? before) =>
        before is not { Value: { } was } || now.Value is not { } value
            ? now
            : now with
            {
                Previous = was,
                Change = value - was,
                ChangeShare = was == 0 ? null : decimal.Round((value - was) / Math.Abs(was), 6),
            };
}
