namespace OwnerConsole.Client;

/// <summary>How a meter aggregates values.</summary>
public enum MeterAggregation
{
    Count,
    Sum,
    Max,

    /// <summary>The value of the last event of each day.</summary>
    Latest,

    /// <summary>The number of distinct values.</summary>
    Unique,
}
