using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>A metric as the catalogue shows it.</summary>
/// <param name="Unit">count, money, share, seconds, or a meter's own</param>
/// <param name="Good">which way is good news</param>
/// <param name="Says">what is counted, in one plain sentence</param>
/// <param name="Version">of the definition</param>
/// <param name="Fingerprint">of its statements</param>
/// <param name="Basis">what it is computed from</param>
/// <param name="MinGrain">the finest series there is</param>
/// <param name="AnyZone">false: kept by days of the owner's zone, at least for single tenants</param>
/// <param name="HasPast">false: only what is now can be asked</param>
/// <param name="AsOf">as_of can be asked</param>
public sealed record MetricView(
    string Id,
    string Title,
    string Unit,
    Good Good,
    MetricKind Kind,
    string Says,
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
            metric.Says,
            metric.Version,
            MetricSql.Fingerprint(metric),
            metric.Basis.Name,
            metric.MinGrain,
            !metric.IsByDay,
            metric.HasPast,
            metric.TakesAsOf,
            [.. metric.Dimensions.Append(Dimension.Tenant).Select(dimension => new DimensionView(dimension.Name, dimension.Says, dimension.IsComplete))]
        );
}

/// <param name="Says">what it cuts by, to stand after "by"</param>
/// <param name="IsComplete">false where one row falls on several values or on none, so that the parts are not the whole</param>
public sealed record DimensionView(string Name, string Says, bool IsComplete);
