using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Tests.Metrics.Catalogue;

namespace OwnerConsole.Tests.Metrics.Points;

/// <summary>The named metrics of the catalogue, or all when no name is given.</summary>
internal sealed class SelectedMetrics(MetricCatalogue catalogue, params string[] ids) : IMetricSource
{
    public async Task<IReadOnlyList<Metric>> All(UnitOfWork work) =>
        [.. (await catalogue.All(work)).Where(metric => ids.Length == 0 || ids.Contains(metric.Id))];
}
