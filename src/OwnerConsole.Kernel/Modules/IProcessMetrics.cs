using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Stores metrics that processes of the owner's application report with their heartbeats.</summary>
public interface IProcessMetrics
{
    /// <param name="service">Name of the service that the process belongs to; null if it doesn't say.</param>
    /// <param name="instance">The application's own ID of the process.</param>
    /// <param name="metrics">Values by the names of OpenTelemetry metrics, such as process.cpu.utilization. Unknown names are ignored.</param>
    /// <param name="work">Can write rows of the platform. The caller commits.</param>
    Task Record(string? service, string instance, IReadOnlyDictionary<string, double> metrics, UnitOfWork work);
}
