using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>A metric in the catalogue.</summary>
/// <param name="Id">ID of the metric.</param>
/// <param name="Title">Name of the metric.</param>
/// <param name="Unit">Unit: count, money, share, seconds, or the unit of a meter.</param>
/// <param name="Good">Direction in which a change is good.</param>
/// <param name="Kind">How its numbers are calculated.</param>
/// <param name="Description">One-sentence definition.</param>
/// <param name="Version">Version of the definition.</param>
/// <param name="Fingerprint">Fingerprint of its statements.</param>
/// <param name="Basis">Data source of the metric.</param>
/// <param name="MinGrain">The finest available grain.</param>
/// <param name="AnyZone">False if the metric is stored by days of the reporting time zone, at least for single tenants.</param>
/// <param name="HasPast">False if only the current value can be queried.</param>
/// <param name="AsOf">Whether as_of is supported.</param>
/// <param name="Dimensions">Dimensions to group and filter by.</param>
public sealed record MetricView(
    string Id,
    string Title,
    string Unit,
    GoodDirection Good,
    MetricKind Kind,
    string Description,
    int Version,
    string Fingerprint,
    string Basis,
    Grain MinGrain,
    bool AnyZone,
    bool HasPast,
    bool AsOf,
    IReadOnlyList<DimensionView> Dimensions
)
{
    public static MetricView Of(Metric metric) =>
        new(
            metric.Id,
            metric.Title,
            metric.Unit.Name,
            metric.Good,
            metric.Kind,
            metric.Description,
            metric.Version,
            MetricSql.Fingerprint(metric),
            metric.Basis.Name,
            metric.MinGrain,
            !metric.IsByDay,
            metric.HasPast,
            metric.TakesAsOf,
            [.. metric.Dimensions.Append(Dimension.Tenant).Select(dimension => new DimensionView(dimension.Name, dimension.Description, dimension.IsComplete))]
        );
}

/// <param name="Description">Description that follows the word "by".</param>
/// <param name="IsComplete">False if a row can have several values or none, so that the groups don't add up to the total.</param>
public sealed record DimensionView(string Name, string Description, bool IsComplete);
