using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>What is asked of metrics: the only question there is, from a tile, a chart, an export, an alert or a program.</summary>
/// <param name="Metrics">ids, of <c>GET /api/v1/metrics</c></param>
/// <param name="Grain">a number for each hour, day, week or month; left out, one for the whole range</param>
/// <param name="Dimensions">what the numbers are cut by, two at most</param>
/// <param name="Order">with dimensions: <c>-value</c>, <c>value</c> or <c>name</c>, by the first metric</param>
/// <param name="Limit">with dimensions: values at most, 1 to 500; 50 when it is left out</param>
/// <param name="AsOf">as it was known then, of metrics that keep it</param>
/// <param name="Zone">IANA; the owner's when it is left out</param>
public sealed record MetricQuery(
    IReadOnlyList<string> Metrics,
    AskedRange Range,
    Grain? Grain = null,
    IReadOnlyList<string>? Dimensions = null,
    IReadOnlyList<MetricFilter>? Filters = null,
    Comparison? Compare = null,
    string? Order = null,
    int? Limit = null,
    DateTimeOffset? AsOf = null,
    string? Zone = null
);

/// <summary>A range, asked for in one of four ways: last, this, previous, or from and to.</summary>
/// <param name="Last">so many, the one that runs included: 24h, 30d, 12w, 36m</param>
/// <param name="This">the day, week, month, quarter or year that runs</param>
/// <param name="Previous">the whole one before</param>
/// <param name="From">a day, or an instant</param>
/// <param name="To">a day, which still belongs to it, or an instant, which doesn't</param>
public sealed record AskedRange(string? Last = null, Stretch? This = null, Stretch? Previous = null, string? From = null, string? To = null);

/// <param name="Any">values of the dimension; null is "not known"</param>
public sealed record MetricFilter(string Dimension, IReadOnlyList<string?> Any);

/// <summary>What a number is held against.</summary>
public enum Comparison
{
    PreviousPeriod,
    PreviousYear,
}
