using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Tests.Pure.Agreements;

/// <summary>Periods, results and credits of SLAs.</summary>
public sealed class SlaRuleTests
{
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    [Theory]
    [InlineData(SlaPeriod.Day, "2026-11-30", "2026-11-30")]
    [InlineData(SlaPeriod.Week, "2026-11-30", "2026-12-06")]
    [InlineData(SlaPeriod.Month, "2026-11-01", "2026-11-30")]
    [InlineData(SlaPeriod.Quarter, "2026-10-01", "2026-12-31")]
    [InlineData(SlaPeriod.Year, "2026-01-01", "2026-12-31")]
    public void A_period_contains_its_day(SlaPeriod period, string first, string last) => period.Days(Day("2026-11-30")).ShouldBe((Day(first), Day(last)));

    [Fact]
    public void Periods_that_were_missed_are_measured_until_the_limit()
    {
        SlaPeriod.Month.Until(null, Day("2026-03-05"), 60).ShouldHaveSingleItem().ShouldBe((Day("2026-03-01"), Day("2026-03-31")));
        SlaPeriod
            .Month.Until(Day("2026-01-01"), Day("2026-03-05"), 60)
            .Select(period => period.First)
            .ShouldBe([Day("2026-01-01"), Day("2026-02-01"), Day("2026-03-01")]);
        SlaPeriod.Month.Until(Day("2020-01-01"), Day("2026-03-05"), 2).Select(period => period.First).ShouldBe([Day("2026-02-01"), Day("2026-03-01")]);
        SlaPeriod.Month.Until(Day("2026-04-01"), Day("2026-03-05"), 60).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(30, 2_592, 99.9, SlaState.Met)] // exactly 0.1% of 30 days
    [InlineData(30, 2_593, 99.899, SlaState.Breached)]
    [InlineData(15, 0, 100, SlaState.Met)]
    [InlineData(15, 1_295, 99.9, SlaState.Met)] // half of the month's budget after half of the month
    [InlineData(15, 1_400, 99.891, SlaState.AtRisk)]
    [InlineData(15, 2_593, 99.799, SlaState.Breached)] // can't be met any more
    [InlineData(1, 600, 99.305, SlaState.Met)] // below the target, but most of the budget is left
    public void Downtime_is_compared_with_what_the_whole_period_allows(int days, long badSeconds, double actual, SlaState state)
    {
        var outcome = SlaOutcome.OfTime(TimeSpan.FromDays(days), s_month, badSeconds, 99.9m);

        (outcome.Actual, outcome.State).ShouldBe(((decimal)actual, state));
    }

    [Theory]
    [InlineData(30, 0, 0, null, SlaState.TooFewEvents)]
    [InlineData(30, 9, 9, null, SlaState.TooFewEvents)]
    [InlineData(30, 1_000, 10, 99.0, SlaState.Met)]
    [InlineData(30, 1_000, 11, 98.9, SlaState.Breached)]
    [InlineData(15, 1_000, 9, 99.1, SlaState.Met)]
    [InlineData(15, 1_000, 15, 98.5, SlaState.AtRisk)] // 2,000 events are expected, so 20 may fail
    [InlineData(15, 1_000, 21, 97.9, SlaState.Breached)]
    public void Events_are_compared_with_those_expected_by_the_end(int days, long events, long bad, double? actual, SlaState state)
    {
        var outcome = SlaOutcome.OfEvents(new EventCount(events, bad), TimeSpan.FromDays(days), s_month, 99, minEvents: 10);

        (outcome.Actual, outcome.State).ShouldBe(((decimal?)actual, state));
    }

    [Theory]
    [InlineData(0, 0, 1, null, SlaState.Met)] // no tickets, so none was late
    [InlineData(0, 0, 5, null, SlaState.Met)]
    [InlineData(4, 0, 5, null, SlaState.TooFewEvents)]
    [InlineData(4, 1, 1, 75.0, SlaState.Breached)]
    [InlineData(100, 1, 1, 99.0, SlaState.Met)]
    public void A_period_without_tickets_is_met(int tickets, int late, int minEvents, double? actual, SlaState state)
    {
        var outcome = SlaOutcome.OfTickets(new EventCount(tickets, late), s_month, s_month, 99, minEvents);

        (outcome.Actual, outcome.State).ShouldBe(((decimal?)actual, state));
    }

    [Theory]
    [InlineData(99.95, 100, 0)]
    [InlineData(99.9, 100, 0)]
    [InlineData(99.5, 100, 10)]
    [InlineData(98.9, 100, 25)]
    [InlineData(98.9, 20, 20)]
    [InlineData(0, 100, 25)]
    public void The_highest_step_that_applies_is_credited(double actual, int max, int percent) =>
        CreditSteps.PercentFor(CreditSteps.Read("99.9: 10\n99%: 25 %")!, (decimal)actual, max).ShouldBe(percent);

    [Theory]
    [InlineData("99.9")]
    [InlineData("99.9: ten")]
    [InlineData("99.9: 0")]
    [InlineData("101: 10")]
    [InlineData("0.0000001: 10")] // would be stored as 0
    [InlineData("99: 10\n99: 20")]
    [InlineData("1:1;2:1;3:1;4:1;5:1;6:1;7:1;8:1;9:1;10:1;11:1")]
    public void Steps_that_are_not_valid_are_refused(string text) => CreditSteps.Read(text).ShouldBeNull();

    [Fact]
    public void Steps_are_written_as_they_are_read()
    {
        CreditSteps.Write(CreditSteps.Read("99:25\n99.9:10")!).ShouldBe("99.9: 10\n99: 25");
        CreditSteps.Read(null)!.ShouldBeEmpty();
        CreditSteps.Amount(4_990, 25).ShouldBe(1_248);
        CreditSteps.Amount(0, 25).ShouldBe(0);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
