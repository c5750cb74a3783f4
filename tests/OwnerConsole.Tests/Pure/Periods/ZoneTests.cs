using System.Globalization;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Periods;

/// <summary>Days, hours and months around clock changes; cases 16, 17 and 28 of the analytics definitions.</summary>
public sealed class ZoneTests
{
    private static readonly DateTimeOffset Later = At("2030-01-01T00:00Z");

    [Theory]
    [InlineData("UTC", "2025-03-31")]
    [InlineData("America/Los_Angeles", "2025-03-31")]
    [InlineData("Europe/Berlin", "2025-04-01")]
    [InlineData("Asia/Tokyo", "2025-04-01")]
    public void The_same_instant_falls_on_different_days_in_different_zones(string zone, string day) =>
        ZoneOf(zone).DayOf(At("2025-03-31T23:30Z")).ShouldBe(Day(day));

    [Theory]
    [InlineData("UTC", "2025-11-30")]
    [InlineData("America/New_York", "2025-11-30")]
    [InlineData("Europe/Berlin", "2025-10-26")]
    [InlineData("Pacific/Auckland", "2025-09-27")]
    [InlineData("Africa/Cairo", "2025-04-24")] // the next day has no midnight
    public void The_end_of_a_day_belongs_to_that_day(string zone, string day) => ZoneOf(zone).LastDay(ZoneOf(zone).EndOf(Day(day))!.Value).ShouldBe(Day(day));

    [Theory]
    [InlineData("Asia/Tokyo", "2025-12-01")]
    [InlineData("America/New_York", "2025-11-30")]
    public void In_another_zone_the_last_day_is_the_one_containing_the_end(string zone, string last) =>
        ZoneOf(zone).LastDay(Zone.Utc.EndOf(Day("2025-11-30"))!.Value).ShouldBe(Day(last));

    [Theory]
    [InlineData("Europe/Berlin", "2025-03", 743, 743)]
    [InlineData("Europe/Berlin", "2025-10", 745, 745)]
    [InlineData("America/Los_Angeles", "2025-03", 743, 743)]
    [InlineData("America/Los_Angeles", "2025-11", 721, 721)]
    [InlineData("Asia/Kolkata", "2025-03", 744, 744)]
    [InlineData("Australia/Lord_Howe", "2025-04", 720.5, 721)]
    [InlineData("Australia/Lord_Howe", "2025-10", 743.5, 744)]
    public void A_month_has_as_many_hours_as_elapse_in_it(string name, string month, double hours, int buckets)
    {
        var zone = ZoneOf(name);
        var first = Day(month + "-01");
        var period = Period.Days(first, first.AddMonths(1).AddDays(-1), zone);

        (period.EndsAt - period.StartsAt).TotalHours.ShouldBe(hours);
        var pieces = zone.Buckets(period.StartsAt, period.EndsAt, Grain.Hour, Later).ToList();
        pieces.Count.ShouldBe(buckets);
        pieces.Select(piece => piece.StartsAt.ToString("o", CultureInfo.InvariantCulture)).ShouldBeUnique();
        ShouldBeAdjacent(pieces, period);
        zone.Buckets(period.StartsAt, period.EndsAt, Grain.Day, Later).Count().ShouldBe(DateTime.DaysInMonth(first.Year, first.Month));
    }

    [Fact]
    public void The_repeated_hour_has_two_buckets_with_different_offsets()
    {
        var zone = ZoneOf("Europe/Berlin");
        var day = Period.Days(Day("2025-10-26"), Day("2025-10-26"), zone);

        var twos = zone.Buckets(day.StartsAt, day.EndsAt, Grain.Hour, Later).Where(hour => hour.StartsAt.Hour == 2).Select(hour => hour.StartsAt.Offset.Hours);

        twos.ShouldBe([2, 1]);
    }

    [Fact]
    public void A_half_hour_clock_change_adds_a_half_hour_bucket()
    {
        var zone = ZoneOf("Australia/Lord_Howe");
        var day = Period.Days(Day("2025-04-06"), Day("2025-04-06"), zone);

        var half = zone.Buckets(day.StartsAt, day.EndsAt, Grain.Hour, Later).Single(hour => hour.EndsAt - hour.StartsAt < TimeSpan.FromHours(1));

        half.StartsAt.ShouldBe(At("2025-04-06T01:30+10:30"));
        (half.EndsAt - half.StartsAt).ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void A_day_without_midnight_starts_at_its_first_instant()
    {
        var zone = ZoneOf("Africa/Cairo");

        zone.StartOf(Day("2025-04-25")).ShouldBe(At("2025-04-25T01:00+03:00"));
        ShouldBeAdjacent([.. zone.Buckets(zone.StartOf(Day("2025-04-24")), zone.StartOf(Day("2025-04-27")), Grain.Day, Later)], 3);
    }

    [Fact]
    public void A_day_ends_when_the_next_one_starts()
    {
        Zone.Utc.EndOf(Day("2024-02-29")).ShouldBe(At("2024-03-01T00:00Z"));
        ZoneOf("Africa/Cairo").EndOf(Day("2025-04-24")).ShouldBe(At("2025-04-25T01:00+03:00"));
        Zone.Utc.EndOf(null).ShouldBeNull();
        Zone.Utc.StartOf(null).ShouldBeNull();
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Los_Angeles")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Havana")]
    public void Buckets_of_every_grain_cover_the_range_without_gap_or_overlap(string name)
    {
        var zone = ZoneOf(name);
        var period = Period.Days(Day("2024-02-27"), Day("2025-11-19"), zone);

        foreach (var grain in Enum.GetValues<Grain>())
        {
            var pieces = zone.Buckets(period.StartsAt, period.EndsAt, grain, Later).ToList();
            ShouldBeAdjacent(pieces, period);
            pieces[1..^1].ShouldAllBe(piece => piece.IsWhole && !piece.IsOpen);
        }
    }

    [Fact]
    public void Adjacent_ranges_equal_the_combined_range()
    {
        var zone = ZoneOf("Europe/Berlin");
        var (january, february) = (Month(zone, 1), Month(zone, 2));

        january.EndsAt.ShouldBe(february.StartsAt);
        var both = Period.Days(Day("2025-01-01"), Day("2025-02-28"), zone);
        (both.StartsAt, both.EndsAt).ShouldBe((january.StartsAt, february.EndsAt));
        // A week across the end of the month is split, so that parts of weeks add up to the month.
        var weeks = zone.Buckets(january.StartsAt, january.EndsAt, Grain.Week, Later).ToList();
        weeks[^1].LastDay.ShouldBe(Day("2025-01-31"));
        weeks[^1].IsWhole.ShouldBeFalse();
    }

    [Fact]
    public void The_open_bucket_ends_now_and_future_buckets_are_omitted()
    {
        var zone = ZoneOf("Europe/Berlin");
        var now = At("2025-03-10T14:30+01:00");
        var week = Period.This(CalendarUnit.Week, zone, now);

        var days = zone.Buckets(week.StartsAt, week.EndsAt, Grain.Day, now).ToList();

        days.ShouldHaveSingleItem().IsOpen.ShouldBeTrue();
        days[0].EndsAt.ShouldBe(now);
        days[0].LastDay.ShouldBe(Day("2025-03-10"));
        zone.Buckets(now.AddDays(1), now.AddDays(2), Grain.Day, now).ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_zone_name_returns_none() => Zone.Find("Europe/Atlantis").ShouldBeNull();

    private static Period Month(Zone zone, int month) => Period.Days(new(2025, month, 1), new DateOnly(2025, month, 1).AddMonths(1).AddDays(-1), zone);

    private static void ShouldBeAdjacent(IReadOnlyList<Bucket> pieces, Period period)
    {
        ShouldBeAdjacent(pieces, pieces.Count);
        pieces[0].StartsAt.ShouldBe(period.StartsAt);
        pieces[^1].EndsAt.ShouldBe(period.EndsAt);
    }

    private static void ShouldBeAdjacent(IReadOnlyList<Bucket> pieces, int count)
    {
        pieces.Count.ShouldBe(count);
        pieces.Zip(pieces.Skip(1)).ShouldAllBe(pair => pair.First.EndsAt == pair.Second.StartsAt);
        pieces.ShouldAllBe(piece => piece.StartsAt < piece.EndsAt && piece.FirstDay <= piece.LastDay);
    }

    private static Zone ZoneOf(string name) => Zone.Find(name)!; // only names used in this file

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
