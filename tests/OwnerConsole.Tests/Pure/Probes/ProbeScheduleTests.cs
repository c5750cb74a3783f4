using OwnerConsole.Pure.Probes;

namespace OwnerConsole.Tests.Pure.Probes;

public sealed class ProbeScheduleTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10),
        s_minimum = TimeSpan.FromSeconds(1);

    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Delayed_checks_dont_move_those_after_them()
    {
        var now = s_start;
        for (var number = 0; number < 600; number++)
            now += ProbeSchedule.NextDelay("prb_a", s_interval, s_minimum, now) + TimeSpan.FromMilliseconds(number % 10 * 800);
        (now - s_start).ShouldBe(s_interval * 600, s_interval * 1.5);
    }

    [Fact]
    public void Probes_are_spread_over_the_interval()
    {
        var tenths = Enumerable
            .Range(0, 1_000)
            .Select(number => ProbeSchedule.NextDelay($"prb_{number:000}", s_interval, TimeSpan.Zero, s_start))
            .CountBy(delay => (int)(delay / s_interval * 10))
            .ToList();
        tenths.Count.ShouldBe(10);
        tenths.ShouldAllBe(tenth => tenth.Value < 200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void No_wait_is_shorter_than_the_minimum(int seconds)
    {
        for (var moment = s_start; moment < s_start + s_interval; moment += TimeSpan.FromMilliseconds(100))
            ProbeSchedule
                .NextDelay("prb_a", s_interval, TimeSpan.FromSeconds(seconds), moment)
                .ShouldBeInRange(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds) + s_interval);
    }
}
