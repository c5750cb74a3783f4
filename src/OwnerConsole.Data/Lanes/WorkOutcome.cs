namespace OwnerConsole.Data.Lanes;

/// <summary>Result of executing an item: complete, repeat later, or failed.</summary>
public readonly record struct WorkOutcome
{
    public static readonly WorkOutcome Completed;

    /// <summary>Null if it is complete or failed.</summary>
    public TimeSpan? RescheduleAfter { get; private init; }

    /// <summary>Null if it is complete or repeated.</summary>
    public Failure? Failure { get; private init; }

    /// <summary>It is too early or there is more to do; not counted as an attempt.</summary>
    public static WorkOutcome Reschedule(TimeSpan after) => new() { RescheduleAfter = after };

    /// <summary>It is retried according to the policy of its kind; after the last attempt it is dead.</summary>
    public static WorkOutcome Failed(Failure failure) => new() { Failure = failure };
}
