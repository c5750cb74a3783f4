namespace OwnerConsole.Kernel.Modules;

/// <summary>A current number of the owner's application.</summary>
/// <param name="Key">Permanent key, such as error_rate.</param>
/// <param name="Title">Name of the number.</param>
/// <param name="Unit">Unit of the value and of the previous one.</param>
/// <param name="Value">The number; null without data.</param>
/// <param name="State">Whether the number needs attention.</param>
/// <param name="Summary">What is measured, what is wrong, or how to send data, in one sentence.</param>
/// <param name="Address">Page with details, or about how to send data; null if there is none.</param>
public sealed record HealthNumber(string Key, string Title, HealthNumberUnit Unit, decimal? Value, HealthNumberState State, string Summary, string? Address)
{
    /// <summary>Service that the number belongs to; null for the whole application.</summary>
    public string? Service { get; init; }

    /// <summary>Value at the same time yesterday; null if unknown or not compared.</summary>
    public decimal? Previous { get; init; }

    /// <summary>Whether a lower value is better; null if neither is.</summary>
    public bool? IsLowerBetter { get; init; }

    /// <summary>Highest possible value, such as the size of the disk; null if unknown.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Time of the last data; null if there is none.</summary>
    public DateTimeOffset? LastAt { get; init; }
}

/// <summary>Unit of a number on the Health page.</summary>
public enum HealthNumberUnit
{
    Count,
    PerMinute,

    /// <summary>0 to 100.</summary>
    Percent,
    Milliseconds,
    Seconds,
    Bytes,

    /// <summary>Fully used CPUs.</summary>
    Cpus,
}

/// <summary>Whether a number needs attention.</summary>
public enum HealthNumberState
{
    Ok,

    /// <summary>Something takes longer than it should.</summary>
    Slow,

    /// <summary>Too many errors, or a resource is nearly used up.</summary>
    High,

    /// <summary>Nothing was received recently.</summary>
    NoData,
}
