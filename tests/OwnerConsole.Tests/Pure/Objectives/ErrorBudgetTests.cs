using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Histograms;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Tests.Pure.Objectives;

/// <summary>Error budgets and burn rates follow from counted events.</summary>
public sealed class ErrorBudgetTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ObjectivePeriod.SevenDays, "2026-11-24", "2026-12-01")]
    [InlineData(ObjectivePeriod.FourWeeks, "2026-11-03", "2026-12-01")]
    [InlineData(ObjectivePeriod.ThirtyDays, "2026-11-01", "2026-12-01")]
    [InlineData(ObjectivePeriod.NinetyDays, "2026-09-02", "2026-12-01")]
    [InlineData(ObjectivePeriod.CalendarMonth, "2026-11-01", "2026-12-01")]
    [InlineData(ObjectivePeriod.CalendarQuarter, "2026-10-01", "2027-01-01")]
    [InlineData(ObjectivePeriod.CalendarYear, "2026-01-01", "2027-01-01")]
    public void Periods_include_today(ObjectivePeriod period, string first, string end) => period.Days(new(2026, 11, 30)).ShouldBe((Day(first), Day(end)));

    [Theory]
    [InlineData(99.99, 4.32)]
    [InlineData(99.9, 43.2)]
    [InlineData(99, 432)]
    public void The_budget_of_30_days_is_the_known_number_of_minutes(double target, double minutes) =>
        Of(1_000, 0, (decimal)target).RemainingMinutes.ShouldBe((decimal)minutes);

    [Theory]
    [InlineData(100_000, 0, 100, false, 0, 100, false)]
    [InlineData(100_000, 25, 99.975, false, 25, 75, false)]
    [InlineData(100_000, 100, 99.9, false, 100, 0, true)]
    [InlineData(100_000, 101, 99.899, true, 101, 0, true)]
    [InlineData(1_000_000, 1, 99.999, false, 0.1, 999, false)]
    public void Failures_consume_the_budget(long events, long bad, double actual, bool isBreached, double consumed, long remaining, bool isExhausted)
    {
        var budget = Of(events, bad, 99.9m);

        (budget.Actual, budget.IsBreached, budget.ConsumedPercent).ShouldBe(((decimal)actual, isBreached, (decimal)consumed));
        (budget.RemainingEvents, budget.IsExhausted).ShouldBe((remaining, isExhausted));
    }

    [Fact]
    public void Without_events_nothing_is_known_and_nothing_is_spent() =>
        Of(0, 0, 99.9m).ShouldBe(new(null, IsBreached: false, null, 43.2m, 0, IsExhausted: false));

    [Fact]
    public void A_calendar_period_is_projected_to_its_end()
    {
        var tenth = new DateTimeOffset(2026, 11, 4, 0, 0, 0, TimeSpan.Zero); // a tenth of the month

        var budget = ErrorBudget.Of(new(1_000, 5), 99.9m, ObjectivePeriod.CalendarMonth, default, tenth);
        var recent = ErrorBudget.Of(new(1_000, 5), 99.9m, ObjectivePeriod.CalendarMonth, tenth.AddDays(-1), tenth);

        (budget.ConsumedPercent, budget.RemainingEvents, budget.IsBreached, budget.IsExhausted).ShouldBe((50, 5, true, false));
        (recent.ConsumedPercent, recent.RemainingEvents, recent.RemainingMinutes).ShouldBe((16.7m, 25, 36)); // 1,000 events a day
    }

    [Fact]
    public void A_history_that_is_shorter_than_the_period_has_a_budget_of_its_own_length()
    {
        var since = s_now.AddDays(-3);

        var budget = ErrorBudget.Of(new(10_000, 5), 99.9m, ObjectivePeriod.ThirtyDays, since, s_now);

        (budget.ConsumedPercent, budget.RemainingMinutes, budget.RemainingEvents).ShouldBe((50, 2.16m, 5));
        budget.ProjectExhaustion(2, ObjectivePeriod.ThirtyDays, since, s_now).ShouldBe(s_now.AddHours(18));
    }

    [Fact]
    public void The_exhaustion_is_projected_from_the_present_burn_rate()
    {
        var half = Of(100_000, 50, 99.9m);

        half.ProjectExhaustion(2, ObjectivePeriod.ThirtyDays, default, s_now).ShouldBe(s_now.AddDays(7.5));
        half.ProjectExhaustion(1, ObjectivePeriod.ThirtyDays, default, s_now).ShouldBeNull(); // a rolling period loses old failures as fast as new ones come
        half.ProjectExhaustion(2, ObjectivePeriod.CalendarMonth, default, s_now).ShouldBeNull(); // the month ends before
        half.ProjectExhaustion(null, ObjectivePeriod.ThirtyDays, default, s_now).ShouldBeNull();
        Of(100_000, 200, 99.9m).ProjectExhaustion(20, ObjectivePeriod.ThirtyDays, default, s_now).ShouldBeNull(); // already exhausted
    }

    [Theory]
    [InlineData(BurnSpeed.Fast, 30, 14.4)]
    [InlineData(BurnSpeed.Medium, 30, 6)]
    [InlineData(BurnSpeed.Slow, 30, 1)]
    [InlineData(BurnSpeed.Fast, 28, 13.44)]
    [InlineData(BurnSpeed.Fast, 90, 43.2)]
    [InlineData(BurnSpeed.Slow, 7, 1)]
    public void Thresholds_spend_the_same_share_of_any_period_and_never_less_than_is_sustainable(BurnSpeed speed, int days, double threshold) =>
        speed.Threshold(TimeSpan.FromDays(days)).ShouldBe((decimal)threshold);

    [Theory]
    [InlineData(BurnSpeed.Fast, 300, 12, true)]
    [InlineData(BurnSpeed.Fast, 300, 13, false)]
    [InlineData(BurnSpeed.Fast, 301, 1, false)] // the short window can be empty
    [InlineData(BurnSpeed.Medium, 3_600, 1, false)]
    [InlineData(BurnSpeed.Slow, 3_600, 10, true)]
    [InlineData(BurnSpeed.Slow, 86_400, 1, false)]
    public void Rare_checks_are_too_few_for_the_windows(BurnSpeed speed, int seconds, long least, bool isEnough) =>
        speed.HasEnoughEvents(TimeSpan.FromSeconds(seconds), least).ShouldBe(isEnough);

    [Theory]
    [InlineData(1_000, 20, 100, 20, 100, true, true)]
    [InlineData(1_000, 20, 100, 1, 100, false, false)] // the problem has ended
    [InlineData(1_000, 14, 100, 20, 100, false, false)]
    [InlineData(99, 99, 10, 10, 100, false, false)] // too few events
    [InlineData(1_000, 20, 0, 0, 100, false, true)] // nothing is reported any more
    [InlineData(1_000, 14, 0, 0, 100, false, false)]
    public void Both_windows_must_exceed_the_threshold_with_enough_events(
        long events,
        long bad,
        long shortEvents,
        long shortBad,
        long least,
        bool starts,
        bool continues
    )
    {
        BurnSpeeds.IsMet(new(events, bad), new(shortEvents, shortBad), 99.9m, least, 14.4m, isFiring: false).ShouldBe(starts);
        BurnSpeeds.IsMet(new(events, bad), new(shortEvents, shortBad), 99.9m, least, 14.4m, isFiring: true).ShouldBe(continues);
    }

    [Fact]
    public void A_window_is_never_shorter_than_its_name()
    {
        var now = s_now.AddMinutes(7);

        BurnWindow.FiveMinutes.Start(now).ShouldBe(s_now);
        BurnWindow.SixHours.Start(now).ShouldBe(s_now.AddHours(-6).AddMinutes(5));
        BurnWindow.ThreeDays.Start(now).ShouldBe(s_now.AddDays(-3));
        BurnRate.Max(99.9m).ShouldBe(1_000);
    }

    [Fact]
    public void The_history_is_tested_hour_by_hour()
    {
        (DateTimeOffset, EventCount)[] hours =
        [
            .. Enumerable.Range(1, 100).Select(ago => (s_now.AddHours(-ago), new EventCount(1_000, ago is 10 or 11 or 40 ? 20 : 0))),
        ];

        var met = BurnBacktest.FindMet(hours, BurnSpeed.Fast, 99.9m, 100, 14.4m, new(s_now.AddDays(-3), s_now));
        var rare = BurnBacktest.FindMet(hours, BurnSpeed.Fast, 99.9m, 1_001, 14.4m, new(s_now.AddDays(-3), s_now));
        var slow = BurnBacktest.FindMet(hours, BurnSpeed.Slow, 99.9m, 100, 1, new(s_now.AddDays(-1), s_now));

        met.ShouldBe([new MetPeriod(At(40), At(39)), new MetPeriod(At(11), At(10)), new MetPeriod(At(10), At(9))]);
        rare.ShouldBeEmpty();
        slow.ShouldBeEmpty(); // 60 of 72,000 failed
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(100, 108)]
    [InlineData(300, 304)]
    [InlineData(1_000, 1_024)]
    public void A_latency_is_measured_at_the_nearest_edge_of_a_bin(int requested, int measured)
    {
        var last = LatencyThreshold.LastBin(requested);

        LatencyThreshold.Measured(requested).ShouldBe(measured);
        LatencyHistogram.BinOf(measured - 1).ShouldBeLessThanOrEqualTo(last);
        LatencyHistogram.BinOf(measured + 1).ShouldBeGreaterThan(last);
    }

    private static DateTimeOffset At(int hoursAgo) => s_now.AddHours(-hoursAgo);

    private static ErrorBudget Of(long events, long bad, decimal target) =>
        ErrorBudget.Of(new(events, bad), target, ObjectivePeriod.ThirtyDays, default, s_now);

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
