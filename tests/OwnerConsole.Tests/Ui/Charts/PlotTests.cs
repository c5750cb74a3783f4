using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Tests.Ui.Charts;

public sealed class PlotTests
{
    [Fact]
    public void What_is_not_known_interrupts_the_line_and_is_not_drawn_as_nothing()
    {
        var plot = Of([1, 2, null, 4, 3]);

        plot.Over(Line(1, 2, null, 4, 3)).Count(letter => letter == 'M').ShouldBe(2);
        plot.Over(Line(1, 2, null, 4, 3)).ShouldNotContain(Plot.Text(plot.Y(0)));
    }

    [Fact]
    public void The_step_that_runs_is_drawn_apart_and_what_was_before_is_over()
    {
        var plot = Of([1, 2, 3], isOpen: true);

        plot.Over(Line(1, 2, 3)).Count(letter => letter == 'L').ShouldBe(1);
        plot.Open(Line(1, 2, 3)).Count(letter => letter == 'L').ShouldBe(1);
        plot.Open(Line(1, 2, 3) with { IsPreviousPeriod = true }).ShouldBe("");
        plot.Over(Line(1, 2, 3) with { IsPreviousPeriod = true }).Count(letter => letter == 'L').ShouldBe(2);
    }

    [Fact]
    public void Names_of_lines_that_end_together_stand_apart_and_above_the_axis()
    {
        var lines = Enumerable.Range(0, 8).Select(_ => Line(5, 0)).Append(Line(0, 9)).ToList();

        var names = new Plot(Steps(2), lines, 1, 1).Names;

        names[0].Line.ShouldBe(8);
        names.Zip(names.Skip(1)).ShouldAllBe(pair => pair.Second.Y - pair.First.Y >= 8);
        names[^1].Y.ShouldBeLessThanOrEqualTo(Plot.Bottom);
    }

    [Fact]
    public void A_single_step_stands_in_the_middle_and_many_are_named_at_both_ends()
    {
        Of([7]).X(0).ShouldBe(50);
        new Plot(Steps(84), [], 1, 1).Labelled.ShouldBe([0, 21, 42, 62, 83]);
    }

    private static Plot Of(decimal?[] values, bool isOpen = false) => new(Steps(values.Length, isOpen), [Line(values)], 1, 1);

    private static ChartLine Line(params decimal?[] values) => new("Line", values);

    private static IReadOnlyList<ChartStep> Steps(int count, bool isOpen = false) =>
        [.. Enumerable.Range(0, count).Select(at => new ChartStep($"day {at}", $"{at}", isOpen && at == count - 1, null))];
}
