using OwnerConsole.Pure.Sequences;

namespace OwnerConsole.Tests.Pure.Sequences;

/// <summary>Replays of an email, a wait of three days, an operation, a wait of seven days and a last operation.</summary>
public sealed class SequenceReplayTests
{
    private static readonly DateTimeOffset s_start = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan[] s_waits = [TimeSpan.Zero, TimeSpan.FromDays(3), TimeSpan.Zero, TimeSpan.FromDays(7), TimeSpan.Zero];

    [Theory]
    [InlineData(30, null, 99, 5, SequenceEnd.Completed)]
    [InlineData(10, null, 99, 5, SequenceEnd.Completed)]
    [InlineData(9, null, 99, 4, SequenceEnd.Running)]
    [InlineData(2, null, 99, 2, SequenceEnd.Running)]
    [InlineData(30, 5, 99, 4, SequenceEnd.GoalReached)]
    [InlineData(30, 3, 99, 2, SequenceEnd.GoalReached)]
    [InlineData(30, 0, 99, 5, SequenceEnd.Completed)]
    [InlineData(30, null, 3, 2, SequenceEnd.ConditionsUnmet)]
    [InlineData(30, null, 0, 0, SequenceEnd.ConditionsUnmet)]
    public void A_sequence_ends_by_its_goal_its_conditions_or_the_present(int now, int? goal, int metUntil, int steps, SequenceEnd end)
    {
        DateTimeOffset[] goals = goal is { } day ? [s_start.AddDays(day)] : [];

        var replayed = SequenceReplay.Replay(s_start, s_waits, goals, at => at < s_start.AddDays(metUntil), s_start.AddDays(now));

        replayed.ShouldBe(new ReplayedSequence(steps, end));
    }
}
