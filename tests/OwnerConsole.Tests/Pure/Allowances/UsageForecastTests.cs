using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Allowances;

public sealed class UsageForecastTests
{
    private static readonly DateTimeOffset Starts = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Cycle.Interval Month = new(Starts, new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(100, 15, 200)]
    [InlineData(100, 10, 300)]
    [InlineData(100, 29.999, 101)]
    [InlineData(1, 7, 5)]
    public void What_goes_on_as_it_began_grows_with_the_period(int used, double days, int atEnd) =>
        UsageForecast.ProjectAtEnd(used, Month, Starts.AddDays(days), decimals: 0).ShouldBe(atEnd);

    [Fact]
    public void Amounts_are_as_fine_as_the_feature_counts() => UsageForecast.ProjectAtEnd(0.35m, Month, Starts.AddDays(9), decimals: 2).ShouldBe(1.17m);

    [Theory]
    [InlineData(0, 15)]
    [InlineData(100, 2.9)]
    [InlineData(100, -1)]
    [InlineData(100, 30)]
    [InlineData(100, 40)]
    public void Nothing_is_said_of_no_use_of_a_period_that_just_began_and_of_one_that_is_over(int used, double days)
    {
        UsageForecast.ProjectAtEnd(used, Month, Starts.AddDays(days), decimals: 0).ShouldBeNull();
        UsageForecast.ProjectLimitReachedAt(used, 200, Month, Starts.AddDays(days)).ShouldBeNull();
    }

    [Fact]
    public void A_limit_is_reached_when_as_much_time_has_passed_as_it_has_room() =>
        UsageForecast.ProjectLimitReachedAt(100, 150, Month, Starts.AddDays(10)).ShouldBe(Starts.AddDays(15));

    [Theory]
    [InlineData(100, 300)]
    [InlineData(100, 500)]
    [InlineData(100, 100)]
    [InlineData(120, 100)]
    public void A_limit_that_is_reached_already_or_not_within_the_period_has_no_day(int used, int limit) =>
        UsageForecast.ProjectLimitReachedAt(used, limit, Month, Starts.AddDays(10)).ShouldBeNull();

    [Fact]
    public void Of_what_is_never_reset_the_line_is_so_flat_that_nothing_is_said() =>
        UsageForecast.ProjectAtEnd(100, new(DateTimeOffset.UnixEpoch, Cycle.Never), Starts, decimals: 0).ShouldBeNull();
}
