namespace OwnerConsole.Kernel.Applications;

/// <summary>How the values of a meter are combined.</summary>
public enum AggregationKind
{
    Sum,
    Count,
    Max,

    /// <summary>The value of the latest event of a day.</summary>
    Latest,

    /// <summary>The number of different values.</summary>
    Unique,
}
