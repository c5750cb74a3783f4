namespace OwnerConsole.Kernel.Lanes;

/// <summary>What became of an item: it is over, there is more to do later, or it failed.</summary>
public readonly record struct WorkOutcome
{
    public static readonly WorkOutcome Over;

    /// <summary>Null when it is over or failed.</summary>
    public TimeSpan? AgainAfter { get; private init; }

    /// <summary>Null when it is over or comes again.</summary>
    public Failure? Failure { get; private init; }

    /// <summary>It isn't time yet, or there is more to do: no attempt is counted.</summary>
    public static WorkOutcome Again(TimeSpan after) => new() { AgainAfter = after };

    /// <summary>It comes again when its kind's policy says so; after the last attempt it is dead.</summary>
    public static WorkOutcome Failed(Failure failure) => new() { Failure = failure };
}
