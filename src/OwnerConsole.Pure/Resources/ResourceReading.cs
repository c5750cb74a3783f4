namespace OwnerConsole.Pure.Resources;

/// <summary>A resource of a machine that services use.</summary>
public enum ResourceKind
{
    Cpu,
    Memory,

    /// <summary>The fullest file system.</summary>
    Disk,
}

/// <summary>Use of a resource by one process, container or machine, as it reports it.</summary>
/// <param name="Rank">Position of the metric among those of the resource, 0 for the most precise.</param>
/// <param name="Metric">Metric that the value is from.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Value">At least 0; null if it follows from two counters.</param>
/// <param name="Counter">Seconds of CPU time since the start of the process; null if the value is reported.</param>
/// <param name="Share">Used share of what is available, 1 for all of it; null if unknown.</param>
/// <param name="Maximum">How much is available, in the unit of the value; null if unknown.</param>
/// <param name="Place">Mount point of a file system; null for CPU and memory.</param>
/// <param name="At">Time of the newest value.</param>
public sealed record ResourceReading(
    ResourceKind Kind,
    int Rank,
    string Metric,
    ResourceUnit Unit,
    double? Value,
    double? Counter,
    double? Share,
    double? Maximum,
    string? Place,
    DateTimeOffset At
);
