namespace OwnerConsole.Pure.Sequences;

/// <summary>Replays a sequence of steps over the past: which steps would have been done, and how it would have ended.</summary>
public static class SequenceReplay
{
    /// <param name="start">When the sequence would have started.</param>
    /// <param name="waits">Wait after each step; zero for steps without one.</param>
    /// <param name="goals">Times of events that end a sequence, in any order. Those up to the start don't count.</param>
    /// <param name="meets">Whether the conditions were met at a time.</param>
    /// <param name="now">End of the replay. Steps that are due later are not done.</param>
    /// <returns>The number of steps done and how it ended. Without steps it is completed at once.</returns>
    public static ReplayedSequence Replay(
        DateTimeOffset start,
        IReadOnlyList<TimeSpan> waits,
        IReadOnlyCollection<DateTimeOffset> goals,
        Func<DateTimeOffset, bool> meets,
        DateTimeOffset now
    )
    {
        var goal = goals.Where(at => at > start).Select(at => (DateTimeOffset?)at).Min();
        var due = start;
        for (var step = 0; step < waits.Count; step++)
        {
            if (goal <= due)
                return new(step, SequenceEnd.GoalReached);
            if (due > now)
                return new(step, SequenceEnd.Running);
            if (!meets(due))
                return new(step, SequenceEnd.ConditionsUnmet);
            due += waits[step];
        }
        return new(waits.Count, SequenceEnd.Completed);
    }
}

/// <summary>What a replayed sequence would have done.</summary>
/// <param name="StepsDone">Number of steps done, from the first.</param>
/// <param name="End">How it would have ended.</param>
public readonly record struct ReplayedSequence(int StepsDone, SequenceEnd End);

/// <summary>How a replayed sequence ends.</summary>
public enum SequenceEnd
{
    /// <summary>Its next step is due later.</summary>
    Running,

    /// <summary>All steps were done.</summary>
    Completed,

    /// <summary>An event ended it.</summary>
    GoalReached,

    /// <summary>A condition wasn't met when a step was due.</summary>
    ConditionsUnmet,
}
