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
    public void Usage_at_the_end_is_projected_linearly(int used, double days, int atEnd) =>
        UsageForecast.ProjectAtEnd(used, Month, Starts.AddDays(days), decimals: 0).ShouldBe(atEnd);

    [Fact]
    public void Projected_amounts_use_the_decimals_of_the_feature() => UsageForecast.ProjectAtEnd(0.35m, Month, Starts.AddDays(9), decimals: 2).ShouldBe(1.17m);

    [Theory]
    [InlineData(0, 15)]
    [InlineData(100, 2.9)]
    [InlineData(100, -1)]
    [InlineData(100, 30)]
    [InlineData(100, 40)]
    public void Unused_new_and_ended_periods_have_no_forecast(int used, double days)
    {
        UsageForecast.ProjectAtEnd(used, Month, Starts.AddDays(days), decimals: 0).ShouldBeNull();
        UsageForecast.ProjectLimitReachedAt(used, 200, Month, Starts.AddDays(days)).ShouldBeNull();
    }

    [Fact]
    public void The_limit_date_is_projected_from_the_current_rate() =>
        UsageForecast.ProjectLimitReachedAt(100, 150, Month, Starts.AddDays(10)).ShouldBe(Starts.AddDays(15));

    [Theory]
    [InlineData(100, 300)]
    [InlineData(100, 500)]
    [InlineData(100, 100)]
    [InlineData(120, 100)]
    public void A_limit_already_reached_or_out_of_reach_has_no_date(int used, int limit) =>
        UsageForecast.ProjectLimitReachedAt(used, limit, Month, Starts.AddDays(10)).ShouldBeNull();

    [Fact]
    public void Usage_that_never_resets_has_no_forecast() =>
        UsageForecast.ProjectAtEnd(100, new(DateTimeOffset.UnixEpoch, Cycle.Never), Starts, decimals: 0).ShouldBeNull();
}
