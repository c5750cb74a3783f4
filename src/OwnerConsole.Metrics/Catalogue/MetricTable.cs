using System.Globalization;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>An answer as rows and columns, so that CSV and Excel files show the same numbers as the JSON.</summary>
/// <param name="Rows">Texts, decimals, or null for empty cells.</param>
public sealed record MetricTable(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    public static MetricTable Of(MetricAnswer answer) =>
        new(
            ["metric", "unit", .. answer.Dimensions, "from", "to", "partial", "value", "num", "den", "n", "previous", "change", "reason"],
            [.. answer.Metrics.SelectMany(metric => Lines(metric, answer))]
        );

    /// <summary>CSV lines, starting with the header.</summary>
    public IEnumerable<string> ToCsv() => Rows.Select(Csv.Line).Prepend(Csv.Line(Head));

    private static IEnumerable<IReadOnlyList<object?>> Lines(MetricResult metric, MetricAnswer answer)
    {
        var range = answer.Range;
        if (metric.Freshness.State is FreshnessState.Failed)
            yield return Row(
                metric,
                answer,
                new Dictionary<string, string?>(0),
                range.From,
                range.To,
                range.Partial,
                new(null, null, null, 0, metric.Freshness.Cause)
            );
        foreach (var group in metric.Groups)
        {
            if (answer.Grain is null && group.Total is { } total)
                yield return Row(metric, answer, group.Key, range.From, range.To, range.Partial, total);
            foreach (var point in group.Points)
                yield return Row(metric, answer, group.Key, point.From, point.To, point.Partial, point.Figure);
        }
    }

    private static object?[] Row(
        MetricResult metric,
        MetricAnswer answer,
        IReadOnlyDictionary<string, string?> key,
        DateTimeOffset from,
        DateTimeOffset to,
        bool isPartial,
        Figure figure
    ) =>
        [
            metric.Id,
            metric.Currency ?? metric.Unit,
            .. answer.Dimensions.Select(name => key.GetValueOrDefault(name)),
            Instant(from),
            Instant(to),
            isPartial ? "yes" : "no",
            figure.Value,
            figure.Num,
            figure.Den,
            (decimal)figure.N,
            figure.Previous,
            figure.Change,
            figure.Reason,
        ];

    /// <summary>Includes the zone's offset, so that an hour repeated at a clock change is unambiguous.</summary>
    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
