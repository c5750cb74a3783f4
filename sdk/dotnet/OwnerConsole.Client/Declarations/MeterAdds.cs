namespace OwnerConsole.Client;

/// <summary>How a meter's values become one.</summary>
public enum MeterAdds
{
    Count,
    Sum,
    Max,

    /// <summary>The value of the latest event of a day.</summary>
    Latest,

    /// <summary>How many different values there were.</summary>
    Unique,
}
