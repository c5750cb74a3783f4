using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Pure.Alerts;

/// <summary>Firings of the past are counted as the evaluation would have counted them.</summary>
public sealed class AlertBacktestTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Short_periods_do_not_fire_and_short_gaps_do_not_resolve()
    {
        var timing = new AlertTiming(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

        AlertBacktest.CountFirings([Period(0, 4)], timing).ShouldBe(0);
        AlertBacktest.CountFirings([Period(0, 3), Period(3, 6)], timing).ShouldBe(1);
        AlertBacktest.CountFirings([Period(0, 6), Period(15, 16)], timing).ShouldBe(1);
        AlertBacktest.CountFirings([Period(30, 36), Period(0, 6)], timing).ShouldBe(2);
        AlertBacktest.CountFirings([Period(0, 6), Period(1, 2), Period(6, 7), Period(17.5, 18)], timing).ShouldBe(1); // the end was at 7
    }

    [Fact]
    public void Enough_events_within_the_period_meet_the_condition_until_the_first_of_them_is_too_old()
    {
        var times = new[] { 0, 8, 9, 40 }.Select(Minute).ToList();

        AlertBacktest.FindEvents(times, 3, TimeSpan.FromMinutes(10)).ShouldBe([Period(9, 10)]);
        AlertBacktest.FindEvents(times, 2, TimeSpan.FromMinutes(9)).ShouldBe([Period(8, 9), Period(9, 17)]);
        AlertBacktest.FindEvents(times, 5, TimeSpan.FromMinutes(10)).ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_event_meets_the_condition_until_the_next_one()
    {
        var history = Period(0, 60);

        AlertBacktest.FindGaps([Minute(5), Minute(30)], TimeSpan.FromMinutes(10), history).ShouldBe([Period(15, 30), Period(40, 60)]);
        AlertBacktest.FindGaps([], TimeSpan.FromMinutes(60), history).ShouldBeEmpty();
    }

    /// <summary>The state of an alert that is evaluated every second is the reference.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_periods_fire_as_often_as_the_evaluation_of_every_second(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var timing = new AlertTiming(TimeSpan.FromSeconds(random.Next(6)), TimeSpan.FromSeconds(random.Next(6)));
            // Even seconds, because the evaluation can't see a gap of one second.
            var periods = Enumerable
                .Range(0, 6)
                .Select(_ => 2 * random.Next(30))
                .Select(from => new MetPeriod(Second(from), Second(from + (2 * random.Next(1, 5)))))
                .ToList();
            var (state, fired) = (AlertState.Initial, 0);
            for (var second = 0; second < 80; second++)
            {
                var before = state.Phase;
                state = state.After(periods.Any(period => period.From <= Second(second) && Second(second) <= period.To), Second(second), timing);
                fired += before is not AlertPhase.Firing && state.Phase is AlertPhase.Firing ? 1 : 0;
            }

            // The evaluation sees the end of a period one second after it.
            AlertBacktest
                .CountFirings(periods, timing with { KeepFiringFor = timing.KeepFiringFor + TimeSpan.FromSeconds(1) })
                .ShouldBe(
                    fired,
                    string.Join(", ", periods.Select(period => $"{(period.From - s_start).TotalSeconds}–{(period.To - s_start).TotalSeconds}")) + timing
                );
        }
    }

    private static DateTimeOffset Minute(int minute) => s_start.AddMinutes(minute);

    private static DateTimeOffset Second(int second) => s_start.AddSeconds(second);

    private static MetPeriod Period(double from, double to) => new(s_start.AddMinutes(from), s_start.AddMinutes(to));
}
