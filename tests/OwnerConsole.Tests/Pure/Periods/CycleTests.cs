using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Periods;

/// <summary>Compares periods with a second calendar that checks every month and uses the runtime's time zone data instead of NodaTime's.</summary>
public sealed class CycleTests
{
    private static readonly string[] s_zones = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe"];

    [Theory]
    [InlineData("2026-01-31T10:00Z", "2026-02-15T00:00Z", "2026-01-31T10:00Z", "2026-02-28T10:00Z")]
    [InlineData("2026-01-31T10:00Z", "2026-03-01T00:00Z", "2026-02-28T10:00Z", "2026-03-31T10:00Z")] // not the 28th: March has its 31st
    [InlineData("2024-01-30T00:00Z", "2024-02-29T00:00Z", "2024-02-29T00:00Z", "2024-03-30T00:00Z")]
    [InlineData("2026-05-05T05:00Z", "2026-05-05T05:00Z", "2026-05-05T05:00Z", "2026-06-05T05:00Z")] // the start is included
    [InlineData("2026-05-05T05:00Z", "2026-05-05T04:59Z", "2026-04-05T05:00Z", "2026-05-05T05:00Z")] // a period before the anchor
    public void A_month_ends_on_the_anchor_day_or_the_last_day(string anchor, string at, string starts, string ends)
    {
        var period = new Cycle(At(anchor), ResetInterval.Month, Zone.Find("UTC")!).At(At(at));

        (period.StartsAt, period.EndsAt).ShouldBe((At(starts), At(ends)));
    }

    [Theory]
    [InlineData(ResetInterval.Day, "2026-03-29T10:00Z", "2026-03-29T10:00Z", "2026-03-30T10:00Z")] // noon in Berlin before and after summer time: 10:00 in UTC from then on
    [InlineData(ResetInterval.Day, "2026-03-29T09:59Z", "2026-03-28T11:00Z", "2026-03-29T10:00Z")] // 23 hours
    [InlineData(ResetInterval.Week, "2026-03-30T00:00Z", "2026-03-29T10:00Z", "2026-04-05T10:00Z")]
    [InlineData(ResetInterval.Year, "2028-02-29T11:00Z", "2028-02-29T11:00Z", "2029-02-28T11:00Z")]
    public void Days_weeks_and_years_start_at_the_same_local_time(ResetInterval unit, string at, string starts, string ends)
    {
        var anchor = unit is ResetInterval.Year ? "2024-02-29T12:00+01:00" : "2026-03-01T12:00+01:00";

        var period = new Cycle(At(anchor), unit, Zone.Find("Europe/Berlin")!).At(At(at));

        (period.StartsAt, period.EndsAt).ShouldBe((At(starts), At(ends)));
    }

    [Fact]
    public void Usage_that_never_resets_has_one_period()
    {
        var cycle = new Cycle(At("2026-01-31T10:00Z"), ResetInterval.Never, Zone.Find("Asia/Kolkata")!);

        cycle.At(At("1990-01-01T00:00Z")).ShouldBe(cycle.At(At("2090-01-01T00:00Z")));
    }

    [Fact]
    public void Periods_match_a_second_calendar() =>
        ForAll(
            (anchor, at, unit, zone) =>
            {
                var period = new Cycle(anchor, unit, Zone.Find(zone)!).At(at);
                var starts = SecondCalendar.Starts(anchor, at, unit, zone);
                return period.StartsAt == starts.Last(start => start <= at) && period.EndsAt == starts.First(start => start > at);
            }
        );

    [Fact]
    public void Periods_are_adjacent() =>
        ForAll(
            (anchor, at, unit, zone) =>
            {
                var cycle = new Cycle(anchor, unit, Zone.Find(zone)!);
                var period = cycle.At(at);
                return period.StartsAt <= at
                    && at < period.EndsAt
                    && cycle.At(period.EndsAt).StartsAt == period.EndsAt
                    && cycle.At(period.StartsAt.AddTicks(-1)).EndsAt == period.StartsAt;
            }
        );

    /// <summary>Uses minutes of 2015 to 2027, where both calendars know every clock change.</summary>
    private static void ForAll(Func<DateTimeOffset, DateTimeOffset, ResetInterval, string, bool> holds)
    {
        var minutes = Gen.Choose(0, 12 * 365 * 24 * 60).Select(minute => At("2015-01-01T00:00Z").AddMinutes(minute));
        var cases =
            from anchor in minutes
            from at in minutes
            from unit in Gen.Elements(ResetInterval.Day, ResetInterval.Week, ResetInterval.Month, ResetInterval.Year)
            from zone in Gen.Elements(s_zones)
            select (anchor, at, unit, zone);
        Prop.ForAll(cases.ToArbitrary(), sample => holds(sample.anchor, sample.at, sample.unit, sample.zone))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
