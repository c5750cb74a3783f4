namespace OwnerConsole.Reliability.WorkItems;

/// <summary>The state of a queue.</summary>
public enum LaneState
{
    /// <summary>The next job is due and waits for a free worker, or for the emergency stop to be released.</summary>
    Due,

    /// <summary>A worker is running the next job.</summary>
    Working,

    /// <summary>The next job is scheduled for later.</summary>
    Waiting,

    /// <summary>The next job failed and will be retried.</summary>
    Failing,

    /// <summary>The queue is paused after too many failures in a row.</summary>
    Resting,
}
