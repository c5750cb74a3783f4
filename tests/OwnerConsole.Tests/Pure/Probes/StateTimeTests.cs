using OwnerConsole.Pure.Probes;

namespace OwnerConsole.Tests.Pure.Probes;

/// <summary>How long something was up and down.</summary>
public sealed class StateTimeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Up from 0 to 10, down from 10 to 12, unknown until 20, and up from 20 to 30.</summary>
    private static readonly StatePeriod[] s_periods = [Period(0, 10, isDown: false), Period(10, 12, isDown: true), Period(20, 30, isDown: false)];

    [Theory]
    [InlineData(0, 30, 20, 2)]
    [InlineData(5, 11, 5, 1)]
    [InlineData(12, 20, 0, 0)]
    [InlineData(29, 60, 1, 0)]
    [InlineData(40, 60, 0, 0)]
    public void Only_known_time_within_the_range_counts(int from, int to, int up, int down) =>
        StateTime.Sum(s_periods, At(from), At(to)).ShouldBe((TimeSpan.FromHours(up), TimeSpan.FromHours(down)));

    [Fact]
    public void The_share_is_unknown_without_known_time_and_rounded_down()
    {
        StateTime.Share(TimeSpan.Zero, TimeSpan.Zero).ShouldBeNull();
        StateTime.Share(TimeSpan.FromHours(1), TimeSpan.Zero).ShouldBe(100);
        StateTime.Share(TimeSpan.FromDays(90), TimeSpan.FromSeconds(1)).ShouldBe(99.99m);
        StateTime.Share(TimeSpan.Zero, TimeSpan.FromHours(1)).ShouldBe(0);
    }

    private static StatePeriod Period(int from, int to, bool isDown) => new(At(from), At(to), isDown);

    private static DateTimeOffset At(int hour) => s_start.AddHours(hour);
}
