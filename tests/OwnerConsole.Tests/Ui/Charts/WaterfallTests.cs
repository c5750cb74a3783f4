using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Tests.Ui.Charts;

/// <summary>Bars of a waterfall continue where the one before ended, and all of them are visible.</summary>
public sealed class WaterfallTests
{
    [Theory]
    [InlineData(0, new[] { 0, 0 }, 0)]
    [InlineData(0, new[] { 500, -200 }, 0)]
    [InlineData(10_000, new[] { 300, -100 }, 9_850)]
    [InlineData(100, new[] { -300 }, -200)]
    public void Bars_lie_within_the_chart(int start, int[] changes, int axisFrom)
    {
        var place = new Waterfall(start, [.. changes.Select(change => (decimal)change)]);

        place.Base.ShouldBe(axisFrom);
        place.Bars.Count.ShouldBe(changes.Length + 2);
        place.Bars[^1].To.ShouldBe(start + changes.Sum());
        place.Bars.Skip(1).SkipLast(1).Select(bar => bar.To - bar.From).ShouldBe(changes.Select(change => (decimal)change));
        foreach (var bar in Enumerable.Range(0, place.Bars.Count))
        {
            place.Y(bar).ShouldBeInRange(12, 84);
            place.Height(bar).ShouldBeInRange(0.6m, 84 - place.Y(bar) + 0.6m);
            (place.X(bar) + place.Width).ShouldBeLessThanOrEqualTo(100.01m);
        }
    }
}
