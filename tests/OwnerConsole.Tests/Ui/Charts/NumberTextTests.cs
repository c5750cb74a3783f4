using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Tests.Ui.Charts;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("share", 0.868, 0.76, "+10.8 pp")]
    [InlineData("share", 0.132, 0.24, "−10.8 pp")]
    [InlineData("count", 73, 67, "+9 %")]
    [InlineData("count", 3, 0, "+3")]
    [InlineData("share", 0.5, 0.5, null)]
    public void A_share_changes_by_percentage_points_and_an_amount_by_percent(string unit, double now, double before, string? text)
    {
        var (value, previous) = ((decimal)now, (decimal)before);
        var change = new Figure(
            value,
            null,
            null,
            1,
            Previous: previous,
            Change: value - previous,
            ChangeShare: previous == 0 ? null : (value - previous) / previous
        );

        NumberText.SignedChange(Of(unit), change).ShouldBe(text);
    }

    private static MetricResult Of(string unit) =>
        new("m", "M", unit, null, GoodDirection.Up, default, "", 1, "", new(default, null), IsComplete: true, IsCut: false, []);
}
