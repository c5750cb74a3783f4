using System.Globalization;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Periods;

public sealed class PeriodTests
{
    private static readonly Zone Berlin = Zone.Find("Europe/Berlin")!; // always available
    private static readonly DateTimeOffset Now = At("2026-11-20T23:46+01:00");

    [Theory]
    [InlineData(7, CalendarUnit.Day, "2026-11-14T00:00+01:00", "2026-11-21T00:00+01:00", "The last 7 days, including today: 14 to 20 November 2026")]
    [InlineData(1, CalendarUnit.Day, "2026-11-20T00:00+01:00", "2026-11-21T00:00+01:00", "The last day, including today: 20 November 2026")]
    [InlineData(2, CalendarUnit.Week, "2026-11-09T00:00+01:00", "2026-11-23T00:00+01:00", "The last 2 weeks, including the current one: 9 to 22 November 2026")]
    [InlineData(
        12,
        CalendarUnit.Month,
        "2025-12-01T00:00+01:00",
        "2026-12-01T00:00+01:00",
        "The last 12 months, including the current one: December 2025 to November 2026"
    )]
    [InlineData(24, CalendarUnit.Hour, "2026-11-19T23:46+01:00", "2026-11-20T23:46+01:00", "The last 24 hours")]
    public void The_last_periods_include_the_current_one(int count, CalendarUnit unit, string from, string to, string words)
    {
        var period = Period.Last(count, unit, Berlin, Now);

        (period.StartsAt, period.EndsAt, period.Description).ShouldBe((At(from), At(to), words));
    }

    [Theory]
    [InlineData(CalendarUnit.Day, "2026-11-19T00:00+01:00", "2026-11-20T00:00+01:00", "19 November 2026")]
    [InlineData(CalendarUnit.Week, "2026-11-09T00:00+01:00", "2026-11-16T00:00+01:00", "9 to 15 November 2026")]
    [InlineData(CalendarUnit.Month, "2026-10-01T00:00+02:00", "2026-11-01T00:00+01:00", "October 2026")]
    [InlineData(CalendarUnit.Quarter, "2026-07-01T00:00+02:00", "2026-10-01T00:00+02:00", "July to September 2026")]
    [InlineData(CalendarUnit.Year, "2025-01-01T00:00+01:00", "2026-01-01T00:00+01:00", "2025")]
    public void The_previous_period_is_complete(CalendarUnit unit, string from, string to, string words)
    {
        var period = Period.Previous(unit, Berlin, Now);

        (period.StartsAt, period.EndsAt, period.Description).ShouldBe((At(from), At(to), words));
    }

    [Fact]
    public void The_current_month_is_compared_with_the_same_part_of_the_previous_month()
    {
        var before = Period.This(CalendarUnit.Month, Berlin, Now).PreviousPeriod(Berlin, Now);

        (before.StartsAt, before.EndsAt).ShouldBe((At("2026-10-01T00:00+02:00"), At("2026-10-20T23:46+02:00")));
    }

    [Fact]
    public void Full_months_are_compared_with_full_months()
    {
        var before = Period.Days(new(2026, 3, 1), new(2026, 3, 31), Berlin).PreviousPeriod(Berlin, Now);

        (before.StartsAt, before.EndsAt, before.Description).ShouldBe((At("2026-02-01T00:00+01:00"), At("2026-03-01T00:00+01:00"), "February 2026"));
    }

    [Fact]
    public void Days_are_compared_with_the_same_number_of_days_across_clock_changes()
    {
        var before = Period.Days(new(2026, 3, 29), new(2026, 4, 1), Berlin).PreviousPeriod(Berlin, Now);

        (before.StartsAt, before.EndsAt, before.Description).ShouldBe((At("2026-03-25T00:00+01:00"), At("2026-03-29T00:00+01:00"), "25 to 28 March 2026"));
    }

    [Fact]
    public void The_previous_year_has_the_same_dates()
    {
        var before = Period.Days(new(2028, 2, 28), new(2028, 2, 29), Berlin).PreviousYear(Berlin, At("2029-01-01T00:00Z"));

        (before.StartsAt, before.EndsAt).ShouldBe((At("2027-02-28T00:00+01:00"), At("2027-03-01T00:00+01:00")));
    }

    [Fact]
    public void A_range_of_instants_shows_the_time() =>
        Period.Instants(At("2026-11-12T13:00Z"), At("2026-11-12T14:30Z"), Berlin).Description.ShouldBe("12 November 2026, 14:00 to 12 November 2026, 15:30");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
