using System.Globalization;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Pure.Alerts;

public sealed class MuteTimeTests
{
    [Theory]
    [InlineData("2026-11-06T20:59:59Z", false)] // Friday, 21:59:59 in Berlin
    [InlineData("2026-11-06T21:00:00Z", true)]
    [InlineData("2026-11-07T04:59:59Z", true)] // Saturday, before 06:00, after a night that started on Friday
    [InlineData("2026-11-07T05:00:00Z", false)]
    [InlineData("2026-11-07T21:30:00Z", false)] // the night to Sunday doesn't start on a listed day
    [InlineData("2026-11-06T04:00:00Z", false)] // Friday morning belongs to Thursday
    [InlineData("2026-07-03T20:30:00Z", true)] // in summer, 22:30
    public void A_night_belongs_to_the_day_on_which_it_starts_in_the_local_time(string at, bool expected) =>
        MuteTime
            .Find([DayOfWeek.Friday], new(22, 0), new(6, 0), "Europe/Berlin")!
            .Contains(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture))
            .ShouldBe(expected);

    [Theory]
    [InlineData("2026-11-08T11:59:59Z", false)] // a Sunday
    [InlineData("2026-11-08T12:00:00Z", true)]
    [InlineData("2026-11-08T13:00:00Z", false)]
    public void A_period_within_a_day_includes_its_start_and_not_its_end(string at, bool expected) =>
        MuteTime.Find([DayOfWeek.Sunday], new(12, 0), new(13, 0), "UTC")!.Contains(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)).ShouldBe(expected);

    [Fact]
    public void The_same_start_and_end_is_24_hours()
    {
        var sunday = MuteTime.Find([DayOfWeek.Sunday], new(0, 0), new(0, 0), "UTC")!;

        sunday.Contains(new(2026, 11, 8, 23, 59, 59, TimeSpan.Zero)).ShouldBeTrue();
        sunday.Contains(new(2026, 11, 9, 0, 0, 0, TimeSpan.Zero)).ShouldBeFalse();
        MuteTime.Find([DayOfWeek.Sunday], new(0, 0), new(0, 0), "Europe/Atlantis").ShouldBeNull();
    }

    [Fact]
    public void Variables_are_found_once_and_filled_without_filling_values_again()
    {
        const string template = "{{name}} is {{ state }}: {{name}} {{other}}";

        AlertMessage.FindVariables(template).ShouldBe(["name", "state", "other"]);
        AlertMessage.Fill(template, new Dictionary<string, string> { ["name"] = "{{state}}", ["state"] = "down" }).ShouldBe("{{state}} is down: {{state}} ");
    }
}
