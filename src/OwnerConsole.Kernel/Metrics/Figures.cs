namespace OwnerConsole.Kernel.Metrics;

/// <summary>Makes numbers of cells, and one number of several periods where that has a meaning.</summary>
internal static class Figures
{
    /// <param name="cell">null when there were no rows</param>
    public static Figure Of(Metric metric, Computed? cell) =>
        metric.Kind is not MetricKind.Ratio ? new(cell?.Num ?? 0, cell?.Num ?? 0, null, cell?.N ?? 0)
        : cell is { Num: { } num, Den: { } den and not 0 } ? new(decimal.Round(num / den, 9), num, den, cell.N)
        : new(null, cell?.Num, cell?.Den, cell?.N ?? 0, metric.NoBase);

    /// <summary>One number for the whole of a series: what happened is added up, what stands is the last, a peak the greatest.</summary>
    /// <returns>null for ratios of periods and different ones of a day, whose number over a longer time is another question</returns>
    public static Figure? Over(Metric metric, IReadOnlyList<Figure> series) =>
        (series, metric.Kind) switch
        {
            ([], _) => null,
            (_, MetricKind.Flow) => new(series.Sum(figure => figure.Value), series.Sum(figure => figure.Num), null, series.Sum(figure => figure.N)),
            (_, MetricKind.Peak) => series.MaxBy(figure => figure.Value),
            _ when metric.IsAtEnd => series[^1],
            _ => null,
        };

    public static Figure Against(Figure now, Figure? before) =>
        before is not { Value: { } was } || now.Value is not { } value
            ? now
            : now with
            {
                Previous = was,
                Change = value - was,
                ChangeShare = was == 0 ? null : decimal.Round((value - was) / Math.Abs(was), 6),
            };
}
