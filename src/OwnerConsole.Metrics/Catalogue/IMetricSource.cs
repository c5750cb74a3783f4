using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>A set of metrics. Modules register theirs with <c>services.AddSingleton&lt;IMetrics, MovementMetrics&gt;()</c>.</summary>
public interface IMetricSource
{
    /// <param name="work">Transaction for reading the owner's declarations, such as meters.</param>
    Task<IReadOnlyList<Metric>> All(UnitOfWork work);
}
