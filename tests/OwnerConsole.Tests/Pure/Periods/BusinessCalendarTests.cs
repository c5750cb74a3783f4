using System.Globalization;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Periods;

/// <summary>Business time around nights, weekends, holidays and changes of the clock.</summary>
public sealed class BusinessCalendarTests
{
    private static readonly BusinessCalendar s_office = Calendar("2026-12-25", [.. Weekdays("09:00", "17:00")]);

    /// <summary>From Saturday evening to Sunday morning, when clocks are changed.</summary>
    private static readonly BusinessCalendar s_night = Calendar("2027-02-07", new BusinessDay(DayOfWeek.Saturday, "22:00", "06:00"));

    [Theory]
    [InlineData("2026-11-30T10:00+01:00", "2026-11-30T12:30+01:00", 150)] // Monday
    [InlineData("2026-11-30T08:00+01:00", "2026-11-30T20:00+01:00", 480)] // from before to after the hours
    [InlineData("2026-11-30T17:00+01:00", "2026-12-01T09:00+01:00", 0)] // overnight
    [InlineData("2026-11-30T16:30+01:00", "2026-12-01T09:45+01:00", 75)]
    [InlineData("2026-11-27T16:00+01:00", "2026-11-30T10:00+01:00", 120)] // over a weekend
    [InlineData("2026-11-28T10:00+01:00", "2026-11-30T09:00+01:00", 0)] // only a weekend
    [InlineData("2026-11-30T08:00Z", "2026-11-30T11:00Z", 180)] // another offset
    [InlineData("2026-12-24T16:00+01:00", "2026-12-28T10:00+01:00", 120)] // over a holiday and a weekend
    [InlineData("2026-12-25T00:00+01:00", "2026-12-26T00:00+01:00", 0)]
    [InlineData("2027-03-26T16:00+01:00", "2027-03-29T10:00+02:00", 120)] // the clock is put forward
    [InlineData("2026-10-23T16:00+02:00", "2026-10-26T10:00+01:00", 120)] // the clock is put back
    [InlineData("2026-01-01T00:00+01:00", "2027-01-01T00:00+01:00", 260 * 480)] // 261 weekdays, of which one is a holiday
    [InlineData("2026-11-30T12:00+01:00", "2026-11-30T12:00+01:00", 0)]
    [InlineData("2026-11-30T12:00+01:00", "2026-11-27T12:00+01:00", 0)] // the end is before the start
    public void Only_business_hours_count(string from, string to, int minutes) => s_office.Between(At(from), At(to)).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("2026-11-28T12:00+01:00", "2026-11-29T12:00+01:00", 480)]
    [InlineData("2027-03-27T12:00+01:00", "2027-03-28T12:00+02:00", 420)] // the clock skips an hour
    [InlineData("2026-10-24T12:00+02:00", "2026-10-25T12:00+01:00", 540)] // the clock repeats an hour
    [InlineData("2027-02-06T12:00+01:00", "2027-02-07T12:00+01:00", 120)] // the holiday starts at midnight
    [InlineData("2026-11-29T02:00+01:00", "2026-11-29T12:00+01:00", 240)] // from within the hours of the day before
    public void Hours_can_end_on_the_next_day(string from, string to, int minutes) => s_night.Between(At(from), At(to)).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("2026-11-30T10:00+01:00", 60, "2026-11-30T11:00+01:00")]
    [InlineData("2026-11-27T16:00+01:00", 120, "2026-11-30T10:00+01:00")]
    [InlineData("2026-11-27T16:00+01:00", 60, "2026-11-30T09:00+01:00")] // until the next hours start, no business time passes
    [InlineData("2026-11-28T10:00+01:00", 60, "2026-11-30T10:00+01:00")]
    [InlineData("2026-12-24T16:00+01:00", 120, "2026-12-28T10:00+01:00")]
    [InlineData("2026-11-30T09:00+01:00", 80 * 60, "2026-12-14T09:00+01:00")] // two weeks of hours
    [InlineData("2026-11-30T09:00+01:00", 100_000, "2026-12-31T09:00+01:00")] // not reached in time
    public void A_time_limit_ends_in_business_hours(string at, int minutes, string due) =>
        s_office.FindDue(At(at), TimeSpan.FromMinutes(minutes)).ShouldBe(At(due));

    /// <summary>The ranges are what the database compares, so they must say the same as the time between two instants.</summary>
    [Theory]
    [InlineData("2027-03-19T00:00+01:00", 1)]
    [InlineData("2027-03-19T00:00+01:00", 60)]
    [InlineData("2027-03-19T00:00+01:00", 480)]
    [InlineData("2027-03-19T00:00+01:00", 700)]
    [InlineData("2026-12-18T13:00+01:00", 90)]
    [InlineData("2026-12-18T13:00+01:00", 2_400)]
    public void Ranges_have_the_due_times_of_all_their_instants(string start, int minutes)
    {
        var (from, to, limit) = (At(start), At(start).AddDays(14), TimeSpan.FromMinutes(minutes));

        foreach (var calendar in new[] { s_office, s_night })
        {
            var ranges = calendar.ListDue(from, to, limit);

            (ranges[0].From, ranges[^1].To).ShouldBe((from, to));
            ranges.Zip(ranges.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
            ranges.Count.ShouldBeLessThan(60);
            for (var at = from; at < to; at = at.AddMinutes(47))
            {
                var due = DueIn(ranges.Single(range => range.From <= at && at < range.To), at);
                if (due >= at + BusinessCalendar.MaxWait)
                    continue; // not reached in time
                calendar.Between(at, due).ShouldBe(limit);
                calendar.Between(at, due.AddSeconds(1)).ShouldBeGreaterThan(limit);
                calendar.FindDue(at, limit).ShouldBe(due);
            }
        }
    }

    [Fact]
    public void Without_hours_in_a_month_everything_is_due_at_its_end()
    {
        var closed = Calendar(null, new BusinessDay(DayOfWeek.Monday, "09:00", "10:00"));
        var start = At("2026-11-30T10:00+01:00");

        closed.ListDue(start, start.AddDays(1), TimeSpan.FromDays(1)).ShouldHaveSingleItem().DueAt.ShouldBe(start.AddDays(1) + BusinessCalendar.MaxWait);
        closed.FindDue(start, TimeSpan.FromDays(1)).ShouldBe(start + BusinessCalendar.MaxWait);
        closed.ListDue(start, start, TimeSpan.FromHours(1)).ShouldBeEmpty();
    }

    [Fact]
    public void Hours_that_overlap_count_once()
    {
        Calendar(null, new(DayOfWeek.Monday, "09:00", "13:00"), new(DayOfWeek.Monday, "12:00", "17:00")).TimePerWeek.ShouldBe(TimeSpan.FromHours(8));
        Calendar(null, [.. Enum.GetValues<DayOfWeek>().Select(day => new BusinessDay(day, "00:00", "24:00"))]).TimePerWeek.ShouldBe(TimeSpan.FromDays(7));
        Calendar(null, new(DayOfWeek.Monday, "18:00", "00:00"), new(DayOfWeek.Sunday, "20:00", "02:00")).TimePerWeek.ShouldBe(TimeSpan.FromHours(12));
        s_office.TimePerWeek.ShouldBe(TimeSpan.FromHours(40));
    }

    [Theory]
    [InlineData("9:00", "17:00")]
    [InlineData("09:00", "09:00")]
    [InlineData("24:00", "08:00")]
    [InlineData("09:00", "25:00")]
    [InlineData("", "17:00")]
    public void Times_that_are_not_valid_have_no_calendar(string from, string to)
    {
        BusinessCalendar.Find(new("UTC", [new(DayOfWeek.Monday, from, to)], [])).ShouldBeNull();
        BusinessCalendar.Find(new("UTC", [], [])).ShouldBeNull();
    }

    private static DateTimeOffset DueIn(DueRange range, DateTimeOffset at) => range.Moves ? range.DueAt + (at - range.From) : range.DueAt;

    private static IEnumerable<BusinessDay> Weekdays(string from, string to) =>
        Enumerable.Range((int)DayOfWeek.Monday, 5).Select(day => new BusinessDay((DayOfWeek)day, from, to));

    private static BusinessCalendar Calendar(string? holiday, params BusinessDay[] days) =>
        BusinessCalendar.Find(new("Europe/Zurich", days, holiday is null ? [] : [DateOnly.ParseExact(holiday, "yyyy-MM-dd", CultureInfo.InvariantCulture)]))!;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
