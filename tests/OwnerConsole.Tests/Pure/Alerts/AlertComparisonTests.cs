using System.Globalization;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Alerts;

/// <summary>Changes, usual ranges, windows and composite rules.</summary>
public sealed class AlertComparisonTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("150", "100", ChangeUnit.Percent, "0", "50")]
    [InlineData("50", "100", ChangeUnit.Percent, "0", "-50")]
    [InlineData("-50", "-100", ChangeUnit.Percent, "0", "50")]
    [InlineData("150", "100", ChangeUnit.Absolute, "0", "50")]
    [InlineData("2", "1", ChangeUnit.Percent, "20", null)]
    [InlineData("2", "1", ChangeUnit.Absolute, "20", null)]
    [InlineData("2", "0", ChangeUnit.Percent, "0", null)]
    [InlineData("2", "0", ChangeUnit.Absolute, "0", "2")]
    [InlineData("99999999999999999999", "0.0000000001", ChangeUnit.Percent, "0", null)]
    public void A_change_is_measured_from_a_base_that_is_large_enough(string value, string earlier, ChangeUnit unit, string minBase, string? expected) =>
        ValueChange.Measure(Number(value), Number(earlier), unit, Number(minBase)).ShouldBe(expected is null ? (decimal?)null : Number(expected));

    [Theory]
    [InlineData(ChangeDirection.Up, 5, false)]
    [InlineData(ChangeDirection.Up, 6, true)]
    [InlineData(ChangeDirection.Up, -6, false)]
    [InlineData(ChangeDirection.Down, -5, false)]
    [InlineData(ChangeDirection.Down, -6, true)]
    [InlineData(ChangeDirection.Down, 6, false)]
    [InlineData(ChangeDirection.Both, 6, true)]
    [InlineData(ChangeDirection.Both, -6, true)]
    [InlineData(ChangeDirection.Both, 5, false)]
    public void A_difference_must_exceed_the_limit_in_its_direction(ChangeDirection direction, int difference, bool expected) =>
        direction.Exceeds(difference, 5).ShouldBe(expected);

    [Theory]
    [InlineData("", null)]
    [InlineData("0 0 0", null)]
    [InlineData("10", "10 0.5 1")]
    [InlineData("10 12 8 10 14", "10 2.9652 5")]
    [InlineData("10 12 8 10 1000", "10 2.9652 5")]
    [InlineData("10 12 8 10 0 0", "10 1.4826 4")]
    [InlineData("0 10 12 8 10", "10 2.9652 5")]
    [InlineData("4 2 8 6", "5 2.9652 4")]
    public void The_usual_range_ignores_outliers_and_the_time_before_the_first_report(string earlier, string? expected) =>
        UsualRange.Find([.. earlier.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)]).ShouldBe(expected is null ? null : Range(expected));

    [Fact]
    public void A_number_is_an_anomaly_outside_of_the_usual_range()
    {
        var usual = new UsualRange(100, 5, 8);

        usual.IsOutside(120, 4, ChangeDirection.Both, 0).ShouldBeFalse();
        usual.IsOutside(121, 4, ChangeDirection.Both, 0).ShouldBeTrue();
        usual.IsOutside(79, 4, ChangeDirection.Both, 0).ShouldBeTrue();
        usual.IsOutside(79, 4, ChangeDirection.Up, 0).ShouldBeFalse();
        usual.IsOutside(121, 4, ChangeDirection.Up, 22).ShouldBeFalse();
    }

    /// <summary>The clock was put forward on 29 March 2026 in Berlin.</summary>
    [Theory]
    [InlineData(MetricWindow.Hour, true, "2026-03-30T10:03:00+02:00", "2026-03-30T08:00:00+02:00", "2026-03-30T09:00:00+02:00", "2026-03-23T09:00:00+01:00")]
    [InlineData(MetricWindow.Hour, false, "2026-03-30T10:03:30+02:00", "2026-03-30T08:45:00+02:00", "2026-03-30T09:45:00+02:00", "2026-03-23T09:45:00+01:00")]
    [InlineData(MetricWindow.Day, true, "2026-03-30T10:03:00+02:00", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "2026-03-23T00:00:00+01:00")]
    [InlineData(MetricWindow.Day, true, "2026-03-30T00:03:00+02:00", "2026-03-28T00:00:00+01:00", "2026-03-29T00:00:00+01:00", "2026-03-22T00:00:00+01:00")]
    [InlineData(MetricWindow.Week, true, "2026-03-30T10:03:00+02:00", "2026-03-23T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "2026-03-23T00:00:00+01:00")]
    public void Windows_follow_the_clock_of_the_zone(MetricWindow window, bool isByClock, string now, string from, string to, string weekAgo)
    {
        var zone = Zone.Find("Europe/Berlin")!; // a known zone

        var period = window.EndingAt(window.FindEnd(Instant(now), zone, isByClock), zone);

        period.ShouldBe(new MetPeriod(Instant(from), Instant(to)));
        ChangeBase.WeekAgo.Before(window, period.To, zone).ShouldBe(Instant(weekAgo));
    }

    /// <summary>The clock was put forward on 29 March 2026 in Berlin, and back on 25 October 2026.</summary>
    [Theory]
    [InlineData("2026-04-05T02:00:00+02:00", "2026-03-29T01:00:00+01:00")]
    [InlineData("2026-04-05T01:00:00+02:00", "2026-03-29T01:00:00+01:00")]
    [InlineData("2026-11-01T02:00:00+01:00", "2026-10-25T02:00:00+01:00")]
    [InlineData("2026-11-02T02:00:00+01:00", "2026-10-26T02:00:00+01:00")]
    public void An_hour_is_compared_with_an_hour_when_the_clock_is_changed(string from, string weekAgo)
    {
        var zone = Zone.Find("Europe/Berlin")!; // a known zone
        var start = Instant(from);

        var earlier = MetricWindow.Hour.FindEarlier(new(start, start.AddHours(1)), at => ChangeBase.WeekAgo.Before(MetricWindow.Hour, at, zone));

        earlier.ShouldBe(new MetPeriod(Instant(weekAgo), Instant(weekAgo).AddHours(1)));
    }

    [Fact]
    public void A_number_that_is_met_is_known_until_the_end_of_the_next_window()
    {
        var values = new[] { 10, 10, 30, 10 }.Select((value, day) => new SeriesValue(Day(day), Day(day + 1), value)).ToList();

        var met = SeriesBacktest.FindMet(values, Day(2), start => [start.AddDays(-1)], (value, earlier) => earlier is [var before] && value > 2 * before);
        var all = SeriesBacktest.FindMet(values, Day(0), _ => [], (_, earlier) => earlier.Count == 0);

        met.ShouldBe([new MetPeriod(Day(3), Day(4))]);
        all.Count.ShouldBe(4);
    }

    [Fact]
    public void Rules_are_firing_together_while_enough_of_them_are()
    {
        MetPeriod[] first = [Days(0, 4), Days(6, 8)],
            second = [Days(2, 7)],
            third = [Days(3, 5), Days(4, 5)];

        AlertBacktest.FindTogether([first, second, third], 1).ShouldBe([Days(0, 8)]);
        AlertBacktest.FindTogether([first, second, third], 2).ShouldBe([Days(2, 5), Days(6, 7)]);
        AlertBacktest.FindTogether([first, second, third], 3).ShouldBe([Days(3, 4)]);
        AlertBacktest.FindTogether([first], 2).ShouldBeEmpty();
    }

    [Fact]
    public void An_alert_was_firing_from_its_delay_until_its_end_is_old_enough()
    {
        var timing = new AlertTiming(TimeSpan.FromDays(1), TimeSpan.FromDays(2));

        AlertBacktest.FindFiring([Days(0, 3), Days(4, 5), Days(20, 20.5)], timing).ShouldBe([Days(1, 7)]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a:x,y", "a")]
    [InlineData("b:a,x a:x,y", "a|b")]
    [InlineData("c:b b:a a:x d:a,c", "a|b|c")]
    [InlineData("a:a", "")]
    [InlineData("a:b b:a c:x d:b", "c")]
    public void Composite_rules_are_evaluated_after_those_that_they_watch(string rules, string expected)
    {
        var watched = rules
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(rule => rule.Split(':'))
            .ToDictionary(rule => rule[0], rule => (IReadOnlyList<string>)rule[1].Split(','), StringComparer.Ordinal);

        string.Join('|', CompositeLevels.Sort(watched).Select(level => string.Join(',', level))).ShouldBe(expected);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static UsualRange Range(string text) =>
        text.Split(' ') is [var median, var deviation, var points]
            ? new(Number(median), Number(deviation), int.Parse(points, CultureInfo.InvariantCulture))
            : throw new ArgumentException("A range has three numbers.", nameof(text));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Day(double day) => s_start.AddDays(day);

    private static MetPeriod Days(double from, double to) => new(Day(from), Day(to));
}
