using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>A query for metrics, used by tiles, charts, exports, alerts and the API.</summary>
/// <param name="Metrics">Ids from <c>GET /api/v1/metrics</c>.</param>
/// <param name="Range">Range of time.</param>
/// <param name="Grain">Returns a number for each hour, day, week or month; if omitted, one for the whole range.</param>
/// <param name="Dimensions">Dimensions to group by, at most two.</param>
/// <param name="Filters">Limits the numbers to values of dimensions.</param>
/// <param name="Compare">Range to compare with.</param>
/// <param name="Order">With dimensions: <c>-value</c>, <c>value</c> or <c>name</c>, by the first metric.</param>
/// <param name="Limit">With dimensions: maximum number of values, 1 to 500; default 50.</param>
/// <param name="AsOf">Returns the numbers as known at that time, for metrics that support it.</param>
/// <param name="Zone">IANA time zone; defaults to the reporting time zone.</param>
public sealed record MetricQuery(
    IReadOnlyList<string> Metrics,
    RequestedRange Range,
    Grain? Grain = null,
    IReadOnlyList<string>? Dimensions = null,
    IReadOnlyList<MetricFilter>? Filters = null,
    Comparison? Compare = null,
    string? Order = null,
    int? Limit = null,
    DateTimeOffset? AsOf = null,
    string? Zone = null
);

/// <summary>A time range in one of four forms: last, this, previous, or from and to.</summary>
/// <param name="Last">The last units including the current one: 24h, 30d, 12w, 36m.</param>
/// <param name="This">The current day, week, month, quarter or year.</param>
/// <param name="Previous">The previous complete unit.</param>
/// <param name="From">A date or a timestamp.</param>
/// <param name="To">A date (inclusive) or a timestamp (exclusive).</param>
public sealed record RequestedRange(string? Last = null, CalendarUnit? This = null, CalendarUnit? Previous = null, string? From = null, string? To = null);

/// <param name="Dimension">Name of the dimension.</param>
/// <param name="Any">Dimension values to include; null means unknown.</param>
public sealed record MetricFilter(string Dimension, IReadOnlyList<string?> Any);

/// <summary>What a number is compared with.</summary>
public enum Comparison
{
    PreviousPeriod,
    PreviousYear,
}
