namespace OwnerConsole.Pure.Resources;

/// <summary>How much CPU or memory a service uses.</summary>
/// <param name="Metric">Metric that the value is from.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Value">At least 0.</param>
/// <param name="Share">Used share of what is available, 1 for all of it; null if unknown.</param>
/// <param name="At">Time of the newest value.</param>
public sealed record ResourceUse(string Metric, ResourceUnit Unit, double Value, double? Share, DateTimeOffset At)
{
    /// <summary>How much is available, in the unit of the value; null if unknown.</summary>
    public double? Maximum { get; init; }

    /// <summary>Mount point of a file system; null for CPU and memory.</summary>
    public string? Place { get; init; }
}

/// <summary>Unit of a used resource.</summary>
public enum ResourceUnit
{
    /// <summary>Share of what is available, 1 for all of it.</summary>
    Share,

    /// <summary>Fully used CPUs.</summary>
    Cpus,
    Bytes,
}
