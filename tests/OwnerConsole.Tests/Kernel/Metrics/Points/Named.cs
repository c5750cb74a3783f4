using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Metrics;

namespace OwnerConsole.Tests.Kernel.Metrics.Points;

/// <summary>Those metrics of the catalogue that are named, or all of them where none is.</summary>
internal sealed class Named(MetricCatalogue catalogue, params string[] ids) : IMetrics
{
    public async Task<IReadOnlyList<Metric>> All(Work work) => [.. (await catalogue.All(work)).Where(metric => ids.Length == 0 || ids.Contains(metric.Id))];
}
