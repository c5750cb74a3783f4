using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>Some metrics. A module adds its own to the services: <c>services.AddSingleton&lt;IMetrics, MovementMetrics&gt;()</c>.</summary>
public interface IMetrics
{
    /// <param name="work">reads what the owner declared, such as meters</param>
    Task<IReadOnlyList<Metric>> All(Work work);
}
