using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>A process, container or machine of a service.</summary>
/// <param name="Name">Its service.instance.id, or the name of its pod, container or host; default without one.</param>
/// <param name="Cpu">CPU that it uses; null if it doesn't report it.</param>
/// <param name="Memory">Memory that it uses; null if it doesn't report it.</param>
/// <param name="Disk">Its fullest file system; null if it reports none.</param>
/// <param name="LastAt">Time of its last value.</param>
public sealed record ReplicaView(string Name, ReplicaResource? Cpu, ReplicaResource? Memory, ReplicaResource? Disk, DateTimeOffset LastAt);

/// <summary>How much of a resource a replica uses.</summary>
/// <param name="Metric">Metric that the value is from.</param>
/// <param name="Unit">Unit of the value. A share is 1 for all of what is available.</param>
/// <param name="Value">The last value; null if it is older than 15 minutes.</param>
/// <param name="Share">Used share of what is available, 1 for all of it; null if unknown.</param>
/// <param name="Maximum">How much is available, in the unit of the value; null if unknown.</param>
/// <param name="Place">Mount point of the file system; null for CPU and memory.</param>
/// <param name="Trend">Mean of each part of the period, oldest first; null for parts without values.</param>
/// <param name="LastAt">Time of the last value.</param>
public sealed record ReplicaResource(
    string Metric,
    ResourceUnit Unit,
    double? Value,
    double? Share,
    double? Maximum,
    string? Place,
    IReadOnlyList<double?> Trend,
    DateTimeOffset LastAt
);
