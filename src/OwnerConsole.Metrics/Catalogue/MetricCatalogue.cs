using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>All current metrics of the product and the owner, except those hidden from the current user.</summary>
public sealed class MetricCatalogue(IEnumerable<IMetricSource> sources)
{
    /// <returns>The metrics, ordered by id.</returns>
    /// <exception cref="InvalidOperationException">Two metrics have the same id.</exception>
    public async Task<IReadOnlyList<Metric>> All(UnitOfWork work)
    {
        var all = new SortedDictionary<string, Metric>(StringComparer.Ordinal);
        // Metrics grouped by one tenant attribute can be grouped by all declared ones.
        var declared = (await DeclaredAttributes.List(work))
            .Select(attribute => attribute.Report)
            .DistinctBy(attribute => attribute.Name, StringComparer.Ordinal)
            .Select(attribute => Dimension.Declared(attribute.Name, attribute.Title))
            .ToList();
        foreach (var source in sources)
        foreach (var metric in await source.All(work))
            if (
                !all.TryAdd(
                    metric.Id,
                    metric.Dimensions.Contains(Dimension.Country) ? metric with { Dimensions = [.. metric.Dimensions, .. declared] } : metric
                )
            )
                throw new InvalidOperationException($"Two metrics have the id {metric.Id}.");
        return [.. all.Values.Where(metric => !metric.IsHidden)];
    }

    /// <returns>Metrics in the order of <paramref name="ids"/>.</returns>
    /// <exception cref="Problem">400: unknown metric.</exception>
    public async Task<IReadOnlyList<Metric>> Find(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var all = (await All(work)).ToDictionary(metric => metric.Id, StringComparer.Ordinal);
        return
        [
            .. ids.Select(id => all.GetValueOrDefault(id) ?? throw Problem.Invalid("metrics", $"No metric has the id {id}. GET /api/v1/metrics lists them.")),
        ];
    }
}
