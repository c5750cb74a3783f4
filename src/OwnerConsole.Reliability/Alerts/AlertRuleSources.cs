using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Probes that a rule can watch.</summary>
public sealed class AlertProbeSource : IOptionSource
{
    public const string Key = "alert_probe";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) => [.. (await ProbeHealth.List(work)).Select(probe => new Option(probe.Id, probe.Name))];
}

/// <summary>Metrics that a rule can compare.</summary>
public sealed class AlertMetricSource(MetricCatalogue catalogue) : IOptionSource
{
    public const string Key = "alert_metric";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [.. (await catalogue.All(work)).Select(metric => new Option(metric.Id, metric.Title)).OrderBy(metric => metric.Name, StringComparer.Ordinal)];
}
