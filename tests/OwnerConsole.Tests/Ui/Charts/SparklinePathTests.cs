using System.Globalization;
using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Tests.Ui.Charts;

/// <summary>The line of a small chart: it connects the points, with the highest value at the top.</summary>
public sealed class SparklinePathTests
{
    [Fact]
    public void A_line_connects_the_values_between_top_and_bottom() => SparklinePath.Line([1, 3, 2, 1]).ShouldBe("m0 32 1 -32 1 16 1 16");

    [Fact]
    public void Unknown_values_are_skipped() => SparklinePath.Line([null, 0, null, 4]).ShouldBe("m1 32 2 -32");

    [Fact]
    public void A_flat_line_is_in_the_middle() => SparklinePath.Line([5, 5, 5]).ShouldBe("m0 16 1 0 1 0");

    [Fact]
    public void Rounding_errors_do_not_accumulate()
    {
        var values = Enumerable.Range(0, 1_000).Select(at => (decimal?)(at % 7)).ToList();

        var steps = SparklinePath.Line(values)[1..].Split(' ').Chunk(2).Select(step => int.Parse(step[1], CultureInfo.InvariantCulture));

        steps.Sum().ShouldBe((int)Math.Round(SparklinePath.Height * (6 - (999 % 7)) / 6m));
    }

    [Fact]
    public void A_single_value_draws_no_line() => SparklinePath.Line([null, 7]).ShouldBeEmpty();
}
