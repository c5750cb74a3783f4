namespace OwnerConsole.Reliability.WorkItems;

/// <summary>How a lane stands, in one word.</summary>
public enum LaneState
{
    /// <summary>Its work is due and waits for a free worker, or the stop holds it.</summary>
    Due,

    /// <summary>A worker has it.</summary>
    Working,

    /// <summary>Its head comes at its hour.</summary>
    Waiting,

    /// <summary>Its head failed and comes again.</summary>
    Failing,

    /// <summary>Too many failures in a row: nothing of it is tried for a while.</summary>
    Resting,
}
